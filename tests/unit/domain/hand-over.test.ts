import { describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { trashScope } from '../../../domain/row.ts';
import { outlineId } from '../../../domain/ticket/outline.ts';
import { aTeam, aTicket } from '../store/support/desk.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const n1 = aTeam('N1');
const n2 = aTeam('N2');

function office() {
  const agent = new MemoryTransaction({ teamIds: [n1.id] });
  const ticket = aTicket(n1, { subject: 'Débit faible', assigneeId: agent.actor.agentId, state: 'open' });
  for (const team of [n1, n2]) agent.rows.set(`teams/${team.id}`, team);
  agent.rows.set(`tickets/${ticket.id}`, ticket);
  return { agent, ticket };
}

const handOver = (id: string, rest: object = {}) => ({
  ...{ id, from: n1.id, teamId: n2.id, reason: 'Ligne à mesurer', entryId: newId(), follow: false },
  ...rest,
});
const note = (ticketId: string) => ({ id: newId(), ticketId, text: 'Ne pas perdre' });

describe('a ticket that is handed over to another team', () => {
  it('goes there with what was written and promised in it, and nobody has it any more', async () => {
    const { agent, ticket } = office();
    const written = note(ticket.id);
    await runMutation(agent, 'note.add@1', written);
    const promise = { id: newId(), entryId: newId(), teamId: n1.id, number: '+33298001234', contactId: null };
    const rest = { ticketId: ticket.id, callId: null, dueAt: '2026-11-20T15:00:00.000Z', about: '' };
    await runMutation(agent, 'callback.promise@1', { ...promise, ...rest, assigneeId: agent.actor.agentId });
    const args = handOver(ticket.id);
    await runMutation(agent, 'ticket.handOver@1', args);
    expect(agent.rows.get(`tickets/${ticket.id}`)).toMatchObject({
      ...{ scope: n2.id, assigneeId: null, state: 'open' },
      handedOver: { from: n1.id, by: agent.actor.agentId, at: agent.at },
    });
    expect(agent.rows.get(`entries/${written.id}`)).toMatchObject({ scope: n2.id });
    expect(agent.rows.get(`callbacks/${promise.id}`)).toMatchObject({ scope: n2.id, assigneeId: null });
    expect(agent.rows.get(`entries/${args.entryId}`)).toMatchObject({
      ...{ kind: 'handover', scope: n2.id, authorId: agent.actor.agentId },
      ...{ fromTeamId: n1.id, toTeamId: n2.id, reason: 'Ligne à mesurer' },
    });
  });

  it('takes nothing more from the first team, who are told where it has gone; from others neither, who are told nothing', async () => {
    const { agent, ticket } = office();
    const promise = { id: newId(), entryId: newId(), teamId: n1.id, number: '+33298001234', contactId: null };
    const rest = { ticketId: ticket.id, callId: null, dueAt: '2026-11-20T15:00:00.000Z', about: '', assigneeId: null };
    await runMutation(agent, 'callback.promise@1', { ...promise, ...rest });
    await runMutation(agent, 'ticket.handOver@1', handOver(ticket.id));
    const late: readonly (readonly [string, object])[] = [
      ['note.add@1', note(ticket.id)],
      ['ticket.update@1', { id: ticket.id, entryId: newId(), changes: {} }],
      ['ticket.follow@1', { id: ticket.id, follow: true }],
      ['callback.close@1', { id: promise.id, entryId: newId(), outcome: 'kept', callId: null }],
      ['ticket.handOver@1', handOver(ticket.id)],
    ];
    const stranger = agent.as({ teamIds: [newId()] });
    for (const [name, args] of late) {
      await expect(runMutation(agent, name, args)).rejects.toMatchObject({ code: 'MUTATION_TICKET_HANDED_OVER' });
      await expect(runMutation(stranger, name, args)).rejects.toMatchObject({ code: 'MUTATION_FORBIDDEN' });
    }
    await runMutation(agent.as({ teamIds: [n2.id] }), 'note.add@1', note(ticket.id));
  });

  it('goes once: whoever decided it of another team is told', async () => {
    const { agent, ticket } = office();
    await runMutation(agent, 'ticket.handOver@1', handOver(ticket.id));
    const supervisor = agent.as({ role: 'supervisor' });
    await expect(runMutation(supervisor, 'ticket.handOver@1', handOver(ticket.id))).rejects.toMatchObject({
      code: 'MUTATION_TICKET_HANDED_OVER',
    });
    const fresh = office();
    for (const [teamId, code] of [
      [newId(), 'MUTATION_FORBIDDEN'],
      [n1.id, 'MUTATION_TRANSITION_REFUSED'],
    ]) {
      const refused = runMutation(fresh.agent, 'ticket.handOver@1', handOver(fresh.ticket.id, { teamId }));
      await expect(refused).rejects.toMatchObject({ code });
    }
    const closed = office();
    closed.agent.rows.set(`tickets/${closed.ticket.id}`, { ...closed.ticket, state: 'closed' });
    await expect(runMutation(closed.agent, 'ticket.handOver@1', handOver(closed.ticket.id))).rejects.toMatchObject({
      code: 'MUTATION_TRANSITION_REFUSED',
    });
  });
});

describe('whoever follows a ticket', () => {
  it('goes on seeing how it stands with the other team, and no more of it', async () => {
    const { agent, ticket } = office();
    const me = agent.actor.agentId;
    const outlineKey = `outlines/${outlineId(ticket.id, me)}`;
    await runMutation(agent, 'ticket.handOver@1', handOver(ticket.id, { follow: true }));
    expect(agent.rows.get(outlineKey)).toMatchObject({ scope: me, teamId: n2.id, state: 'open', assigneeId: null });
    const other = agent.as({ teamIds: [n2.id] });
    await runMutation(other, 'note.add@1', note(ticket.id));
    expect(other.rows.get(outlineKey)).toEqual(agent.rows.get(outlineKey));
    const state = { id: ticket.id, entryId: newId(), to: 'solved', pendingReason: null, remindAt: null };
    await runMutation(other, 'ticket.setState@1', state);
    expect(other.rows.get(outlineKey)).toMatchObject({ state: 'solved', subject: 'Débit faible' });
    expect([...other.rows.values()].filter((row) => row.scope === me)).toHaveLength(1);
    const back = other.as(agent.actor);
    await runMutation(back, 'ticket.follow@1', { id: ticket.id, follow: false });
    expect(back.rows.get(outlineKey)).toMatchObject({ scope: trashScope });
    expect(back.rows.get(`tickets/${ticket.id}`)).toMatchObject({ followers: [] });
  });

  it('follows the one that it is merged into, and sees it go and come back when it is deleted and restored', async () => {
    const { agent, ticket } = office();
    const me = agent.actor.agentId;
    const into = aTicket(n1, { subject: 'Débit, suite' });
    agent.rows.set(`tickets/${into.id}`, into);
    await runMutation(agent, 'ticket.follow@1', { id: ticket.id, follow: true });
    await runMutation(agent, 'ticket.merge@1', { id: ticket.id, into: into.id, entryId: newId() });
    const outlines = (tx: MemoryTransaction) =>
      [...tx.rows].flatMap(([key, row]) => (key.startsWith('outlines/') && row.scope === me ? [row['ticketId']] : []));
    expect(outlines(agent)).toEqual([into.id]);
    const supervisor = agent.as({ role: 'supervisor' });
    await runMutation(supervisor, 'ticket.delete@1', { id: into.id, reason: 'Essai' });
    expect(outlines(supervisor)).toEqual([]);
    await runMutation(supervisor, 'ticket.restore@1', { id: into.id });
    expect(outlines(supervisor)).toEqual([into.id]);
  });
});
