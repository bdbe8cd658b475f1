import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Validation } from '../../../domain/validation/validation.ts';
import { aTeam, aTicket, anAgent } from './support/desk.ts';
import { Machine } from './support/machine.ts';
import { ModelServer, type Fault } from './support/model-server.ts';

const team = aTeam('N1');
const level2 = aTeam('Niveau 2');
/** Denis reads nothing of the others but what they ask him. */
const agents = [
  anAgent('Anne', [team]),
  anAgent('Bruno', [team, level2]),
  anAgent('Chloé', [team]),
  anAgent('Denis', [level2]),
] as const;

type Action =
  | { type: 'note'; who: number; ticket: number; text: string }
  | { type: 'subject'; who: number; ticket: number; subject: string }
  | { type: 'state'; who: number; ticket: number; to: 'open' | 'pending' | 'solved' }
  | { type: 'create'; who: number; subject: string }
  | { type: 'ask'; who: number; ticket: number; of: number | 'level2' }
  | { type: 'answer'; who: number; which: number; verdict: 'yes' | 'no' }
  | { type: 'withdraw'; who: number; which: number }
  | { type: 'sync'; who: number; fault: Fault; at: number; typing: boolean }
  | { type: 'crash'; who: number; midway: boolean }
  | { type: 'compact'; who: number }
  | { type: 'backup' }
  | { type: 'forget' }
  | { type: 'restore' };

type Acted = Exclude<Action, { type: 'backup' | 'forget' | 'restore' }>;

const who = fc.integer({ min: 0, max: agents.length - 1 });
const ticket = fc.integer({ min: 0, max: 5 });
const which = fc.integer({ min: 0, max: 3 });
const words = fc.constantFrom('Voyant rouge', 'Reboot fait', 'Été à Brest', 'Rappeler demain', 'Ligne coupée');
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('note' as const), who, ticket, text: words }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('subject' as const), who, ticket, subject: words }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('state' as const),
      who,
      ticket,
      to: fc.constantFrom('open' as const, 'pending' as const, 'solved' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('create' as const), who, subject: words }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('ask' as const),
      who,
      ticket,
      of: fc.oneof(who, fc.constant('level2' as const)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('answer' as const),
      who,
      which,
      verdict: fc.constantFrom('yes' as const, 'no' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw' as const), who, which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('sync' as const),
      who,
      fault: fc.constantFrom<Fault>('none', 'lose-request', 'lose-answer', 'garbage', 'misshapen', 'duplicate'),
      at: fc.integer({ min: 0, max: 3 }),
      typing: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('crash' as const), who, midway: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('compact' as const), who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('backup' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restore' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('forget' as const) }) },
);

async function act(server: ModelServer, machines: readonly Machine[], tickets: Id[], step: Acted): Promise<void> {
  const machine = machines[step.who]!;
  const { replica } = machine;
  const pick = (place: number) => tickets[place % tickets.length]!;
  switch (step.type) {
    case 'note': {
      const id = newId();
      await replica
        .mutate('note.add@1', { id, ticketId: pick(step.ticket), text: step.text })
        .then(() => machine.notes.set(id, step.text), ignoreRefusal);
      return;
    }
    case 'subject': {
      const id = pick(step.ticket);
      const row = await replica.rows.read('tickets', id);
      if (row === undefined) return;
      const changes = { subject: { base: row.subject, value: step.subject } };
      await replica.mutate('ticket.update@1', { id, entryId: newId(), changes }).catch(ignoreRefusal);
      return;
    }
    case 'state':
      await replica
        .mutate('ticket.setState@1', {
          id: pick(step.ticket),
          entryId: newId(),
          to: step.to,
          pendingReason: null,
          remindAt: null,
        })
        .catch(ignoreRefusal);
      return;
    case 'create': {
      const id = newId();
      tickets.push(id);
      const { subject } = step;
      const rest = {
        impact: 2,
        urgency: 3,
        contactId: null,
        callerNumber: null,
        assigneeId: null,
        tags: [],
        callId: null,
      };
      await replica.mutate('ticket.create@1', { id, teamId: team.id, subject, ...rest }).catch(ignoreRefusal);
      return;
    }
    case 'ask': {
      const asked =
        step.of === 'level2'
          ? ({ kind: 'team', id: level2.id } as const)
          : ({ kind: 'agent', id: agents[step.of]!.id } as const);
      const about = { callId: null, ticketId: pick(step.ticket), contactId: null, callerNumber: null, noteIds: [] };
      const args = { id: newId(), teamId: team.id, asked, question: 'Je peux ?', ...about };
      await replica.mutate('validation.ask@1', args).catch(ignoreRefusal);
      return;
    }
    case 'answer': {
      const id = questionOn(machine, step.which);
      if (id === undefined) return;
      await replica.mutate('validation.answer@1', { id, verdict: step.verdict, text: '' }).catch(ignoreRefusal);
      return;
    }
    case 'withdraw': {
      const id = questionOn(machine, step.which);
      if (id !== undefined) await replica.mutate('validation.withdraw@1', { id }).catch(ignoreRefusal);
      return;
    }
    case 'sync': {
      let call = 0;
      server.nextFault = () => (call++ === step.at ? step.fault : 'none');
      const synced = machine.sync().catch(ignoreRefusal);
      // The agent does not wait for the network.
      if (step.typing)
        await act(server, machines, tickets, { type: 'note', who: step.who, ticket: 0, text: 'Pendant' });
      await synced;
      server.nextFault = () => 'none';
      return;
    }
    case 'crash': {
      // Midway: a pull or push is under way when it dies.
      if (step.midway) void machine.sync().catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      await machine.crash();
      return;
    }
    case 'compact':
      await replica.compact();
  }
}

/** One of the questions that this machine sees. */
function questionOn(machine: Machine, which: number): Id | undefined {
  const { validations } = machine.replica.indexes;
  const seen = validations.ids.filter((id): id is Id => id !== null && validations.isVisible(id));
  return seen[which % Math.max(1, seen.length)];
}

/** A request and its mirror say the same. */
function mirrorsAreTrue(server: ModelServer): void {
  const rows = [...server.rows.values()].flatMap(({ table, row }) =>
    table === 'validations' ? [row as Validation] : [],
  );
  for (const mirror of rows.filter(({ mirrorOf }) => mirrorOf !== null)) {
    const original = rows.find(({ id }) => id === mirror.mirrorOf);
    const said = ({ state, verdict, answeredBy }: Validation) => ({ state, verdict, answeredBy });
    expect(original && said(original)).toEqual(said(mirror));
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'CodedError') throw error;
}

/** What was written here and the server has not refused is on screen, whatever arrived, failed or died. */
async function everyNoteIsShown(machine: Machine): Promise<void> {
  for (const [id, text] of machine.notes) {
    const row = await machine.replica.rows.read('entries', id);
    expect(row, `note "${text}" of ${machine.agent.name}`).toMatchObject({ text });
  }
}

// Dexie says so when a crashed machine's connection is gone.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

it('converges, applies once and keeps every word shown, whatever fails and whoever crashes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 5, maxLength: 30 }),
      fc.constantFrom(2, 7, 2000),
      async (actions, pageRows) => {
        const server = new ModelServer([team, level2], agents);
        server.pageRows = pageRows;
        const seeds: Ticket[] = [aTicket(team), aTicket(team, { subject: 'Messagerie pleine' })];
        for (const seed of seeds) server.write('tickets', seed);
        const tickets = seeds.map(({ id }) => id);
        const machines = agents.map((agent) => new Machine(server, agent));
        for (const machine of machines) {
          await machine.start();
          await machine.sync();
        }
        let restore = server.backup();
        for (const step of actions) {
          if (step.type === 'backup') restore = server.backup();
          else if (step.type === 'restore') restore();
          else if (step.type === 'forget') server.forgetClients();
          else await act(server, machines, tickets, step);
          for (const machine of machines) await everyNoteIsShown(machine);
        }
        // Everybody comes back: first all push, then all pull what the others pushed.
        for (const machine of [...machines, ...machines]) await machine.sync();
        for (const machine of machines) {
          expect(machine.replica.queue).toEqual([]);
          for (const { id } of machine.replica.refused) await machine.replica.dismissRefused(id);
          expect(await machine.rows()).toEqual(server.readable({ ...machine.replica.actor }));
          await machine.crash();
          while (await machine.replica.compact());
          expect(await machine.rows()).toEqual(server.readable({ ...machine.replica.actor }));
        }
        mirrorsAreTrue(server);
        expect([...server.applied.values()].every((times) => times === 1)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
