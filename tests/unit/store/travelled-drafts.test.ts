import { describe, expect, it } from 'vitest';
import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';
import { maxCarriedDrafts } from '../../../domain/wire/carried.ts';
import {
  arrivedDrafts,
  laterThan,
  outgoingOf,
  readTogether,
  type ArrivalOptions,
} from '../../../renderer/store/outbox/travelled-drafts.ts';

const at = (second: number): string => new Date(Date.parse('2026-11-26T09:00:00.000Z') + second * 1000).toISOString();
const draft = (text: string, second: number, key = 'note:1'): DraftCopy => ({ key, text, savedAt: at(second) });
const place = (text: string, second: number): DraftCopy => draft(text, second, 'desk:place');
const both = (...drafts: readonly DraftCopy[]) => ({
  cursor: 3,
  at: Object.fromEntries(drafts.map(({ key, savedAt }) => [key, savedAt])),
});

function arrive(options: Partial<Omit<ArrivalOptions, 'reply'>> & { came?: DraftCopy[]; replaced?: DraftCopy[] }) {
  const { came = [], replaced = [], ...rest } = options;
  return arrivedDrafts({
    ...{ here: [], together: both(), sent: [], isShown: () => false, first: false },
    ...rest,
    reply: { cursor: 4, drafts: came, replaced },
  });
}

describe('what goes to the server', () => {
  it('is what it does not have: words, their end, and the place; nothing else of the desk’s own', () => {
    const here = [
      draft('mots', 2),
      draft('', 1, 'note:2'),
      draft('as sent', 1, 'note:3'),
      place('{}', 3),
      draft('{}', 4, 'desk:carried'),
      draft('beside', 4, 'other:note:1'),
    ];
    const { drafts } = outgoingOf(here, both(draft('as sent', 1, 'note:3')));
    expect(drafts.map(({ key }) => key)).toEqual(['note:2', 'note:1', 'desk:place']);
  });

  it('for the first time tells of no ends, and goes in parts', () => {
    const many = Array.from({ length: maxCarriedDrafts + 5 }, (_, index) => draft('mots', index, `note:${index}`));
    const first = outgoingOf([draft('', 0, 'note:ended'), ...many], undefined);
    expect(first).toMatchObject({ since: null, more: true });
    expect(first.drafts).toHaveLength(maxCarriedDrafts);
  });
});

describe('words that come from another desk', () => {
  it('are there, and are not sent back', () => {
    const { put, together } = arrive({ came: [draft('là-bas', 5)] });
    expect(put).toEqual([draft('là-bas', 5)]);
    expect(together).toEqual({ cursor: 4, at: { 'note:1': at(5) } });
    expect(outgoingOf(put, together).drafts).toEqual([]);
  });

  it('take the place of what both had, and the desk is told where it shows that', () => {
    const mine = draft('commun', 1);
    const given = { here: [mine], together: both(mine), came: [draft('plus loin', 5)] };
    expect(arrive({ ...given, isShown: () => true })).toMatchObject({
      put: [draft('plus loin', 5)],
      shown: ['note:1'],
    });
    expect(arrive(given).shown).toEqual([]);
  });

  it('that are the later word win, and what was not sent here is kept beside', () => {
    const { put, shown } = arrive({ here: [draft('d’ici', 2)], came: [draft('de là-bas', 5)] });
    expect(put).toEqual([draft('d’ici', 2, 'other:note:1'), draft('de là-bas', 5)]);
    expect(shown).toEqual(['other:note:1']);
  });

  it('never change what is being written: they are kept beside it, and ours goes up as the later word', () => {
    const { put, together } = arrive({
      here: [draft('sous les doigts', 2)],
      came: [draft('de là-bas', 5)],
      isShown: () => true,
    });
    expect(put).toEqual([
      draft('de là-bas', 5, 'other:note:1'),
      { key: 'note:1', text: 'sous les doigts', savedAt: '2026-11-26T09:00:05.001Z' },
    ]);
    expect(outgoingOf(put, together).drafts.map(({ text }) => text)).toEqual(['sous les doigts']);
  });

  it('that ended there end here, and words that were not sent stay beside', () => {
    const mine = draft('envoyé là-bas', 1);
    expect(arrive({ here: [mine], together: both(mine), came: [draft('', 5)] }).put).toEqual([draft('', 5)]);
    expect(arrive({ here: [draft('en plus', 2)], came: [draft('', 5)] }).put).toContainEqual(
      draft('en plus', 2, 'other:note:1'),
    );
  });

  it('that ours took the place of unseen are kept beside, with what is there already', () => {
    const here = [draft('d’ici', 6), draft('plus tôt', 1, 'other:note:1')];
    const { put } = arrive({ here, sent: [draft('d’ici', 6)], replaced: [draft('de là-bas', 5)] });
    expect(put).toEqual([draft('plus tôt\n\nde là-bas', 5, 'other:note:1')]);
  });

  it('typed on while they were under way are sent again', () => {
    const { together } = arrive({ here: [draft('mots et plus', 3)], sent: [draft('mots', 2)] });
    expect(outgoingOf([draft('mots et plus', 3)], together).drafts).toHaveLength(1);
  });
});

describe('the place', () => {
  it('is taken over when a desk starts, and by a desk that has none; nobody is moved later', () => {
    const mine = place('ici', 1);
    const given = { here: [mine], together: both(mine), came: [place('là-bas', 5)], isShown: () => true };
    expect(arrive({ ...given, first: true })).toMatchObject({ put: [place('là-bas', 5)], shown: ['desk:place'] });
    expect(arrive(given).put).toEqual([]);
    expect(arrive({ came: [place('là-bas', 5)] }).put).toEqual([place('là-bas', 5)]);
  });

  it('where the agent has moved already stays', () => {
    const { put } = arrive({
      here: [place('ici', 2)],
      came: [place('là-bas', 5)],
      isShown: () => true,
      first: true,
    });
    expect(put.map(({ key, text }) => [key, text])).toEqual([['desk:place', 'ici']]);
  });
});

describe('how far both are together', () => {
  it('is unknown where it cannot be read', () => {
    for (const text of [undefined, '', '{', '[]']) expect(readTogether(text)).toBeUndefined();
    expect(readTogether(JSON.stringify(both(draft('a', 1))))).toEqual(both(draft('a', 1)));
  });

  it('a later word has a later time, whatever the clock says', () => {
    expect(laterThan(at(1), at(3), at(2))).toBe('2026-11-26T09:00:03.001Z');
  });
});
