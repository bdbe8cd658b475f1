import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { mutations, type MutationName } from '../../../domain/mutation/registry.ts';
import type { MutationResult } from '../../../domain/wire/sync.ts';
import { correctedArgs } from '../../../renderer/desk/refused/correction-args.ts';
import { correctionFields } from '../../../renderer/desk/refused/correction-fields.ts';
import { canGoAgain, type Around } from '../../../renderer/desk/refused/correction.ts';
import type { RefusedMutation } from '../../../renderer/store/contract.ts';
import { aContact, aTeam, aTicket, anAgent } from '../store/support/desk.ts';

const [n1, n2] = [aTeam('N1'), aTeam('Niveau 2')];
const lea = anAgent('Léa', [n1]);
const ticket = aTicket(n1, { subject: 'Box remplacée', assigneeId: lea.id });

function around(more: Partial<Around> = {}): Around {
  const known = { agents: [lea], teams: [n1, n2], myTeamIds: [n1.id], country: 'FR' };
  return { row: null, ...known, text: (id) => id, ...more };
}

function refused(name: MutationName, args: object, result: Partial<MutationResult> = {}): RefusedMutation {
  const id = newId();
  return { id, name, args, at: '2026-11-26T09:00:00.000Z', result: { seq: 1, id, outcome: 'rejected', ...result } };
}

/** What goes, when the agent changes only this. */
function again(mutation: RefusedMutation, typed: Record<string, string> = {}, where = around()): object {
  const fields = correctionFields(mutation, where);
  const values = { ...Object.fromEntries(fields.map(({ name, value }) => [name, value])), ...typed };
  return mutations[mutation.name].args.parse(correctedArgs(mutation, values, where));
}

const nobody = { contactId: null, callerNumber: null, assigneeId: null, tags: [] };

describe('what was refused, made otherwise', () => {
  it('is the same but for what was changed: the words, and the ticket that they go to', () => {
    const same = { id: newId(), ticketId: newId(), text: 'Avant' };
    const args = { ...same, against: 3 };
    expect(again(refused('note.add@1', args))).toEqual(same);
    const changed = { text: 'Après', ticketId: newId() };
    expect(again(refused('note.add@1', args), changed)).toEqual({ ...same, ...changed });
  });

  it('is an e-mail, a chat or a score with what was made otherwise of it', () => {
    const on = { id: newId(), ticketId: newId() };
    const at = '2026-11-26T09:00:00.000Z';
    const email = { ...on, direction: 'incoming', correspondent: 'zoe@example.org', subject: '', text: 'Avant', at };
    const changed = { direction: 'outgoing', subject: 'Panne', text: 'Après' };
    expect(again(refused('email.record@1', email), changed)).toEqual({ ...email, ...changed });
    const chat = { ...on, correspondent: 'Zoé', text: 'Avant', at };
    const elsewhere = { ticketId: newId(), text: 'Zoé : après' };
    expect(again(refused('chat.record@1', chat), elsewhere)).toEqual({ ...chat, ...elsewhere });
    const score = { ...on, score: 2, text: '', replaces: null };
    expect(again(refused('satisfaction.record@1', score), { score: '4' })).toEqual({ ...score, score: 4 });
  });

  it('gets another id only where its own was taken', () => {
    const args = { id: newId(), ticketId: newId(), text: 'Avant' };
    const taken = again(refused('note.add@1', args, { code: 'MUTATION_ID_TAKEN' })) as { id: string };
    expect(taken.id).not.toBe(args.id);
  });

  it('is a ticket of a team that the agent is in, without the call that may be why', () => {
    const args = { id: newId(), teamId: n2.id, subject: 'Box', impact: 2, urgency: 3, ...nobody, callId: newId() };
    const mutation = refused('ticket.create@1', args, { code: 'MUTATION_FORBIDDEN' });
    expect(again(mutation, { urgency: '1' })).toMatchObject({ id: args.id, teamId: n1.id, urgency: 1, callId: null });
  });

  it('is a change against what is there by now, of which the agent is told', () => {
    const changes = { subject: { base: 'Box', value: 'Box éteinte' }, assigneeId: { base: null, value: null } };
    const args = { id: ticket.id, entryId: newId(), changes };
    const lost = refused('ticket.update@1', args, { outcome: 'conflict', fields: ['subject'] });
    expect(canGoAgain(lost)).toBe(true);
    const where = around({ row: ticket });
    expect(correctionFields(lost, where)).toMatchObject([
      { name: 'subject', value: 'Box éteinte', now: 'Box remplacée' },
    ]);
    expect(again(lost, {}, where)).toMatchObject({
      changes: { subject: { base: 'Box remplacée', value: 'Box éteinte' } },
    });
    expect(again(lost, {}, where)).not.toHaveProperty('changes.assigneeId');
  });

  it('is the words of a contact, against what is there by now, and nothing that is left empty', () => {
    const contact = aContact({ name: 'Annick', town: 'Quimper', email: 'a@b.fr' });
    const changes = { town: { base: null, value: 'Brest' }, email: { base: 'a@b.fr', value: 'b@b.fr' } };
    const lost = refused('contact.update@1', { id: contact.id, changes }, { outcome: 'conflict', fields: ['town'] });
    expect(canGoAgain(lost)).toBe(true);
    const where = around({ row: contact });
    expect(correctionFields(lost, where)).toMatchObject([{ name: 'town', value: 'Brest', now: 'Quimper' }]);
    expect(again(lost, {}, where)).toEqual({
      id: contact.id,
      changes: { town: { base: 'Quimper', value: 'Brest' } },
    });
    expect(again(lost, { town: ' ' }, where)).toMatchObject({ changes: { town: { value: null } } });
  });

  it('is the numbers that a contact has by now with those that were to come, for the agent to say which', () => {
    const [home, mobile, work] = ['+33298001234', '+33612345678', '+33298110000'];
    const contact = aContact({ numbers: [home, work] });
    const changes = { numbers: { base: [home], value: [home, mobile] } };
    const full = refused('contact.update@1', { id: contact.id, changes }, { code: 'MUTATION_TOO_MANY_NUMBERS' });
    const where = around({ row: contact });
    expect(correctionFields(full, where)).toMatchObject([
      {
        kind: 'numbers',
        value: '02 98 00 12 34, 02 98 11 00 00, 06 12 34 56 78',
        now: '02 98 00 12 34, 02 98 11 00 00',
      },
    ]);
    expect(again(full, { numbers: '06 12 34 56 78, 02 98 00 12 34' }, where)).toEqual({
      id: contact.id,
      changes: { numbers: { base: [home, work], value: [mobile, home] } },
    });
  });

  it('is a state that the ticket can go to', () => {
    const args = { id: ticket.id, entryId: newId(), to: 'closed', pendingReason: null, remindAt: null };
    const where = around({ row: ticket });
    expect(again(refused('ticket.setState@1', args), {}, where)).toMatchObject({
      to: 'pending',
      pendingReason: 'requester',
    });
    expect(again(refused('ticket.setState@1', args), { to: 'solved' }, where)).toMatchObject({ to: 'solved' });
  });

  it('and of a lost end of a promise nothing can be sent again', () => {
    expect(canGoAgain(refused('callback.close@1', {}, { outcome: 'conflict', fields: ['state'] }))).toBe(false);
  });
});
