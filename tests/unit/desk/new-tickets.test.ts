/** A ticket that is being made when the desk dies, over the real store: the next desk makes it, once. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import { failure } from '../../../domain/result.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { ask } from '../../../renderer/desk/data/use-store-query.ts';
import { makeLeftTickets } from '../../../renderer/desk/ticket/left-tickets.ts';
import { NewTickets, type NewTicketArgs } from '../../../renderer/desk/ticket/new-tickets.ts';
import { newTicketPrefix, type Store } from '../../../renderer/store/contract.ts';
import { TestDesk, aTeam, anAgent } from '../store/support/desk.ts';

const team = aTeam('N1');
const anne = anAgent('Anne', [team]);

let desk: TestDesk;
let args: NewTicketArgs;
beforeEach(async () => {
  desk = new TestDesk(anne, [team], null);
  await desk.open();
  const levels = { impact: 3, urgency: 3 } as const;
  const nobody = { contactId: null, callerNumber: null, assigneeId: anne.id, callId: null };
  args = { id: newId(), teamId: team.id, subject: '', tags: [], ...levels, ...nobody };
});
afterEach(() => desk.close());

const ticket = async (id = args.id): Promise<Ticket | undefined> => (await ask(desk.store, 'ticket', { id }))?.ticket;
const left = () => desk.store.request('draftsUnder', { prefix: newTicketPrefix });
const never = new Promise<never>(() => undefined);

async function logs(id: Id): Promise<void> {
  const call = { id, teamId: team.id, direction: 'incoming', number: '+33261910012', displayName: null, queue: null };
  const times = { startedAt: '2026-11-27T09:00:00.000Z', answeredAt: null, endedAt: null, outcome: null };
  const result = await desk.store.request('mutate', { name: 'call.log@1', args: { ...call, ...times } as never });
  if (!result.ok) throw new Error(result.code);
}

/** The desk dies while it waits for the call's row. */
async function diesMaking(making = args): Promise<void> {
  void new NewTickets(desk.store, { logged: () => never }).make(making);
  await vi.waitFor(async () => expect(await left()).toHaveLength(1));
  await desk.crash();
}

/** What the next desk makes. */
async function next(log: { logged: (id: Id) => Promise<void> } = { logged: () => Promise.resolve() }): Promise<Id[]> {
  const made: Id[] = [];
  await makeLeftTickets(new NewTickets(desk.store, log), (id) => made.push(id));
  return made;
}

describe('a new ticket', () => {
  it('is there at once, and leaves nothing to the next desk', async () => {
    expect(await new NewTickets(desk.store, null).make(args)).toMatchObject({ ok: true });
    expect(await ticket()).toMatchObject({ id: args.id, assigneeId: anne.id });
    await vi.waitFor(async () => expect(await left()).toEqual([]));
  });

  it('whose desk died before the row of its call was there is made by the next, with the call', async () => {
    const callId = newId();
    await diesMaking({ ...args, callId });
    expect(await ticket()).toBeUndefined();
    expect(await next({ logged: logs })).toEqual([args.id]);
    expect(await ticket()).toMatchObject({ id: args.id });
    expect(await ask<'call'>(desk.store, 'call', { id: callId })).toMatchObject({ ticketId: args.id });
    await vi.waitFor(async () => expect(await left()).toEqual([]));
    expect(await next()).toEqual([]);
  });

  it('is made without its call where nobody knows that any more', async () => {
    await diesMaking({ ...args, callId: newId() });
    expect(await next()).toEqual([args.id]);
    expect(await ticket()).toMatchObject({ id: args.id });
  });

  it('that was there already when the desk died is made once', async () => {
    const callId = newId();
    await logs(callId);
    await diesMaking({ ...args, callId });
    await new NewTickets(desk.store, null).create({ ...args, callId });
    await desk.store.request('mutate', {
      name: 'ticket.update@1',
      args: { id: args.id, entryId: newId(), changes: { subject: { base: '', value: 'Box en panne' } } },
    });
    expect(await next()).toEqual([args.id]);
    expect(await ticket()).toMatchObject({ subject: 'Box en panne' });
  });

  it('that this desk is making itself is left alone', async () => {
    const tickets = new NewTickets(desk.store, { logged: () => never });
    void tickets.make({ ...args, callId: newId() });
    await vi.waitFor(async () => expect(await left()).toHaveLength(1));
    const made: Id[] = [];
    await makeLeftTickets(tickets, (id) => made.push(id));
    expect(made).toEqual([]);
    expect(await ticket()).toBeUndefined();
  });

  it('is left to the desk after where the disk is full, and given up where the rules forbid it', async () => {
    await diesMaking({ ...args, callId: newId() });
    const full = { ...desk.store, request: vi.fn() };
    full.request.mockImplementation((name: string, argument: never) =>
      name === 'mutate' ? Promise.resolve(failure('STORE_FULL')) : desk.store.request(name as never, argument),
    );
    await makeLeftTickets(new NewTickets(full as Store, null), () => expect.unreachable());
    expect(await left()).toHaveLength(1);

    const forbidden = { ...args, id: newId(), teamId: newId() };
    const key = `${newTicketPrefix}${forbidden.id}`;
    await desk.store.request('saveDraft', { key, text: JSON.stringify(forbidden) });
    await desk.store.request('saveDraft', { key: `${newTicketPrefix}x`, text: 'no ticket' });
    expect(await next()).toEqual([args.id]);
    await vi.waitFor(async () => expect(await left()).toEqual([]));
  });
});
