import { describe, expect, it } from 'vitest';
import type { Contact, Recognition } from '../../../domain/contact/contact.ts';
import { callerWords, contactPlace, meaningfulName } from '../../../renderer/desk/who/caller.ts';

const text = (id: string, values?: Readonly<Record<string, string | number>>): string =>
  values === undefined ? id : `${id} ${Object.values(values).join(' ')}`;
const roussel = { id: '1', name: 'Mme Roussel', organisation: 'Mairie', town: 'Brest' } as unknown as Contact;
const call = { number: '0298001234', displayName: null };

const words = (recognition: Recognition | undefined, contact: Contact | null = null, from = call) =>
  callerWords(from, recognition, contact, 'FR', text);

describe('who calls', () => {
  it('is a name for a known caller, with the number grouped', () => {
    expect(words({ kind: 'known', contact: roussel })).toEqual({
      title: 'Mme Roussel',
      number: '02 98 00 12 34',
      sure: true,
    });
  });

  it('is left to the agent when several have the number', () => {
    expect(words({ kind: 'several', contacts: [roussel, roussel] })).toMatchObject({
      title: 'caller.several 2',
      sure: false,
    });
    expect(words({ kind: 'several', contacts: [roussel, roussel] }, roussel)).toMatchObject({
      title: 'Mme Roussel',
      sure: true,
    });
  });

  it('is unknown, and a signalled name is shown but not believed', () => {
    expect(words({ kind: 'unknown' })).toMatchObject({ title: 'caller.unknown', sure: false });
    const named = { number: '0298001234', displayName: 'Jean' } as unknown as typeof call;
    expect(words({ kind: 'unknown' }, null, named)).toMatchObject({ title: 'Jean', sure: false });
  });

  it('whom we dialled is no unknown caller: the number says it', () => {
    const dialled = { number: '0298001234', displayName: null, direction: 'outgoing' } as unknown as typeof call;
    expect(words({ kind: 'unknown' }, null, dialled)).toMatchObject({ title: '02 98 00 12 34', sure: false });
  });

  it('is withheld, without a number', () => {
    expect(words({ kind: 'withheld' })).toEqual({ title: 'caller.withheld', number: null, sure: false });
  });

  it('is a colleague by their extension', () => {
    const internal = { number: '204', displayName: null };
    expect(words({ kind: 'internal', extension: '204' }, null, internal).title).toBe('caller.colleague 204');
  });

  it('is the number as long as nothing more is known', () => {
    expect(words(undefined).title).toBe('02 98 00 12 34');
  });

  it('is no name when the name only repeats the number', () => {
    expect(meaningfulName({ number: '0298001234', displayName: '02 98 00 12 34' })).toBeNull();
    expect(meaningfulName({ number: null, displayName: 'Anonymous' })).toBeNull();
    expect(meaningfulName({ number: '1', displayName: ' Jean ' })).toBe('Jean');
  });

  it('belongs somewhere', () => {
    expect(contactPlace(roussel)).toBe('Mairie · Brest');
    expect(contactPlace({ ...roussel, organisation: null, town: null })).toBe('');
  });
});
