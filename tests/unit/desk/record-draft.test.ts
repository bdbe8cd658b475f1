import { describe, expect, it } from 'vitest';
import { instantIn, isBegun, tooLongBy, typedIn, withTyped } from '../../../renderer/desk/records/record-draft.ts';

describe('what is typed of a record', () => {
  it('is one draft, with the line breaks as they were', () => {
    const draft = withTyped(withTyped('', 'text', 'Bonjour,\n\nmerci'), 'correspondent', 'zoe@example.org');
    expect(typedIn(draft)).toEqual({ text: 'Bonjour,\n\nmerci', correspondent: 'zoe@example.org' });
  });

  it('is nothing any more once every field is empty', () => {
    expect(withTyped(withTyped('', 'text', 'a'), 'text', '')).toBe('');
    expect(withTyped(withTyped(withTyped('', 'text', 'a'), 'direction', 'outgoing'), 'text', '')).not.toBe('');
  });

  it('is begun when there are words or a score in it, not by a choice alone', () => {
    expect(isBegun('')).toBe(false);
    expect(isBegun(withTyped('', 'direction', 'outgoing'))).toBe(false);
    expect(isBegun(withTyped('', 'text', '  \n'))).toBe(false);
    expect(isBegun(withTyped('', 'text', 'a'))).toBe(true);
    expect(isBegun(withTyped('', 'subject', 'a'))).toBe(true);
    expect(isBegun(withTyped('', 'score', '3'))).toBe(true);
  });

  it('is its words where it is no such draft: two that were put beside each other', () => {
    expect(typedIn('{"text":"un"}\n\n{"text":"deux"}')).toEqual({ text: '{"text":"un"}\n\n{"text":"deux"}' });
    expect(typedIn('{"text":3}')).toEqual({ text: '{"text":3}' });
  });

  it('is never cut: what is too long is told by how much', () => {
    expect(tooLongBy('abc', 3)).toBe(0);
    expect(tooLongBy(' abcd ', 3)).toBe(1);
  });

  it('has a time only where the field has one', () => {
    expect(instantIn('')).toBeUndefined();
    expect(instantIn('2026-11-27T09:30')).toBe(new Date('2026-11-27T09:30').toISOString());
  });
});
