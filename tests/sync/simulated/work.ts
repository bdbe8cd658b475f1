import { newId, type Id } from '../../../domain/ids.ts';
import { trashScope } from '../../../domain/row.ts';
import type { TableName } from '../../../domain/tables.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { Machine } from './machine.ts';
import type { Work } from './plan.ts';
import type { World } from './world.ts';

const procedureSteps = [
  { id: 'plug', kind: 'do', text: 'Débranchez la box', say: '', yes: null, no: null },
  { id: 'light', kind: 'question', text: 'Le voyant est-il rouge ?', say: '', yes: 'end', no: null },
];

const callQuality = {
  ...{ level: 'good', roundTripMs: 40, jitterMs: 3, lossIn: 0, lossOut: 0 },
  ...{ side: null, network: null, seconds: 60 },
};

/** An agent begins to do something; it goes on while others have their turns, unless the machine dies. */
export async function work(world: World, machine: Machine, what: Work): Promise<void> {
  const { simulation } = world;
  if (machine.store === null) return;
  await simulation.as(machine.process, () => {
    begin(world, machine, what).catch((error: unknown) => simulation.fail(error));
  });
}

async function begin(world: World, machine: Machine, what: Work): Promise<void> {
  const { store } = machine;
  if (store === null) return;
  const chosen = <T>(list: readonly T[]): T | undefined => list[what.pick % Math.max(1, list.length)];
  const read = async <T extends TableName>(table: T, id: Id | undefined) =>
    id === undefined ? undefined : await store.replica.query(() => store.replica.rows.read(table, id));
  const ticketId = chosen(machine.visibleIds('tickets'));
  switch (what.do) {
    case 'note': {
      const id = newId();
      if (ticketId !== undefined)
        await machine.mutate('note.add@1', { id, ticketId, text: what.text }, { id, ticketId });
      return;
    }
    case 'draft':
      if (ticketId !== undefined) await machine.sendDraft(ticketId, what.text);
      return;
    case 'email':
    case 'chat': {
      if (ticketId === undefined) return;
      const id = newId();
      const at = new Date(machine.process.now()).toISOString();
      const args = { id, ticketId, text: what.text, correspondent: 'zoe@example.org', at };
      const note = { id, ticketId };
      if (what.do === 'chat') return await machine.mutate('chat.record@1', args, note);
      return await machine.mutate('email.record@1', { ...args, direction: 'incoming', subject: '' }, note);
    }
    case 'score': {
      if (ticketId === undefined) return;
      const own = [...store.replica.indexes.entries.byTicket.get(ticketId)];
      const rows = await store.replica.query(() =>
        store.replica.rows.readAll('entries', store.replica.indexes.entries.visibleIds(own)),
      );
      const standing = rows.find((row) => row.kind === 'satisfaction' && row.standing);
      const rest = { score: what.score, text: '', replaces: standing?.id ?? null };
      await machine.mutate('satisfaction.record@1', { id: newId(), ticketId, ...rest });
      return;
    }
    case 'subject': {
      const ticket = await read('tickets', ticketId);
      if (!ticket) return;
      // Each value once: what was written over and what came twice can be told apart.
      const value = `${what.text} ${newId()}`;
      const changes = { subject: { base: ticket.subject, value } };
      await machine.mutate('ticket.update@1', { id: ticket.id, entryId: newId(), changes });
      return;
    }
    case 'state': {
      const rest = { entryId: newId(), to: what.to, pendingReason: null, remindAt: null };
      if (ticketId !== undefined) await machine.mutate('ticket.setState@1', { id: ticketId, ...rest });
      return;
    }
    case 'create': {
      const teamId = chosen(store.replica.actor.teamIds);
      const rest = { impact: 2, urgency: 3, contactId: null, callerNumber: null, assigneeId: null, tags: [] };
      const callId = chosen(machine.visibleIds('calls')) ?? null;
      const args = { id: newId(), teamId, subject: what.text, ...rest, callId: what.pick % 2 === 0 ? callId : null };
      await machine.mutate('ticket.create@1', args);
      return;
    }
    case 'call': {
      const teamId = chosen(store.replica.actor.teamIds);
      const at = new Date(machine.process.now()).toISOString();
      const who = {
        direction: 'incoming',
        number: '+33298001234',
        displayName: null,
        queue: 'hotline',
        passedTo: null,
      };
      const times = { startedAt: at, answeredAt: at, endedAt: null, outcome: null };
      await machine.mutate('call.log@1', { id: newId(), teamId, ...who, ...times });
      return;
    }
    case 'link': {
      const callId = chosen(machine.visibleIds('calls'));
      if (callId !== undefined) await machine.mutate('call.link@1', { id: callId, ticketId });
      return;
    }
    case 'contact': {
      const rest = { organisation: null, town: null, email: null, numbers: [], customerNumber: null };
      await machine.mutate('contact.create@1', { id: newId(), name: 'Yann Le Goff', ...rest });
      return;
    }
    case 'correct': {
      // Of a few, so that several agents correct the same one.
      const id = chosen(machine.visibleIds('contacts').slice(0, 2));
      const contact = await read('contacts', id);
      if (!contact) return;
      const [first, ...others] = contact.numbers;
      const kept = what.pick % 3 === 0 || first === undefined ? contact.numbers : [...others];
      const value = [...kept, `+332980${String(what.pick).padStart(5, '0')}`];
      const numbers = { base: contact.numbers, value };
      const name = { base: contact.name, value: `Yann Le Goff ${newId()}` };
      const changes = what.pick % 2 === 0 ? { numbers } : { numbers, name };
      await machine.mutate('contact.update@1', { id: contact.id, changes });
      return;
    }
    case 'canned': {
      // The agent's own, which nobody else reads.
      const id = chosen(machine.visibleIds('texts'));
      const known = await read('texts', id);
      if (!known || what.pick % 3 === 0) {
        const words = { title: what.text, text: `${what.text} {client}`, abbreviation: null };
        await machine.mutate('text.add@1', { id: newId(), teamId: null, ...words });
        return;
      }
      const changes = { title: { base: known.title, value: `${what.text} ${newId()}` } };
      await machine.mutate('text.update@1', { id: known.id, changes });
      return;
    }
    case 'organisation': {
      const numbers = ['+33298001200', '+33298001201', '+33298001202', '+3329800130*'];
      const number = numbers[what.pick % numbers.length]!;
      const change = what.pick % 3 === 0 ? { add: [], remove: [number] } : { add: [number], remove: [] };
      await machine.mutate('organisation.update@1', { name: what.pick % 2 === 0 ? 'Kerlo' : 'KERLO  SA', ...change });
      return;
    }
    case 'equip': {
      const id = chosen(machine.visibleIds('equipment'));
      const known = await read('equipment', id);
      const contactId = chosen(machine.visibleIds('contacts'));
      if (known && what.pick % 2 === 0) {
        const changes = { serial: { base: known.serial, value: newId() } };
        await machine.mutate('equipment.update@1', { id: known.id, changes });
      } else if (contactId !== undefined) {
        const owner = { kind: 'contact', id: contactId };
        const words = { kind: 'laptop', name: what.text, serial: '', note: '', replaces: null };
        await machine.mutate('equipment.add@1', { id: newId(), contactId, owner, ...words });
      }
      return;
    }
    case 'after-call': {
      const id = chosen(machine.visibleIds('calls'));
      if (id !== undefined)
        await machine.mutate('call.wrapUp@1', { id, code: `c${what.pick % 3}`, seconds: what.pick });
      return;
    }
    case 'missed': {
      const id = chosen(machine.visibleIds('calls'));
      const call = await read('calls', id);
      if (!call) return;
      if (call.outcome === 'missed') {
        await machine.mutate('call.handled@1', { ids: [call.id] });
        return;
      }
      const { id: callId, scope: teamId, direction, number, displayName, queue, startedAt, passedTo } = call;
      const record = { direction, number, displayName, queue, startedAt, passedTo, answeredAt: null };
      await machine.mutate('call.log@1', { id: callId, teamId, ...record, endedAt: startedAt, outcome: 'missed' });
      return;
    }
    case 'relate':
    case 'unrelate': {
      const tickets = machine.visibleIds('tickets');
      const toId = tickets[what.into % Math.max(1, tickets.length)];
      const kind = (['related', 'child', 'duplicate'] as const)[what.pick % 3];
      const name = what.do === 'relate' ? 'ticket.link@1' : 'ticket.unlink@1';
      if (ticketId !== undefined && toId !== undefined && toId !== ticketId)
        await machine.mutate(name, { id: ticketId, toId, kind, entryId: newId() });
      return;
    }
    case 'write-procedure': {
      const id = chosen(machine.visibleIds('procedures'));
      const known = await read('procedures', id);
      if (known && what.pick % 4 === 0) {
        await machine.mutate('procedure.retire@1', { versionId: known.id, retired: !known.retired });
        return;
      }
      const words = { title: what.text, steps: procedureSteps };
      if (known && what.pick % 4 !== 1) {
        const { procedureId, version, scope } = known;
        await machine.mutate('procedure.write@1', { procedureId, version: version + 1, teamId: scope, ...words });
        return;
      }
      const teamId = chosen(store.replica.actor.teamIds);
      await machine.mutate('procedure.write@1', { procedureId: newId(), version: 1, teamId, ...words });
      return;
    }
    case 'procedure': {
      const versionId = chosen(machine.visibleIds('procedures'));
      if (ticketId === undefined || versionId === undefined) return;
      const place = { ticketId, versionId, entryId: newId() };
      if (what.pick % 3 === 0) return await machine.mutate('procedure.start@1', place);
      const isDone = what.pick % 3 === 1;
      const mark = isDone ? { stepId: 'plug', answer: 'done' } : { stepId: 'light', answer: 'yes' };
      await machine.mutate('procedure.step@1', { ...place, ...mark, value: null });
      return;
    }
    case 'follow': {
      const outline = await read('outlines', machine.visibleIds('outlines')[0]);
      const id = what.pick % 2 === 0 ? ticketId : (outline?.ticketId ?? ticketId);
      if (id !== undefined) await machine.mutate('ticket.follow@1', { id, follow: what.pick % 2 === 0 });
      return;
    }
    case 'rate': {
      const id = chosen(machine.visibleIds('calls'));
      const quality = { ...callQuality, mos: 1 + (what.pick % 4) };
      if (id !== undefined) await machine.mutate('call.rate@1', { id, quality });
      return;
    }
    case 'solve-children': {
      const tickets = await store.replica.query(() =>
        store.replica.rows.readAll('tickets', machine.visibleIds('tickets')),
      );
      const parentOf = (ticket: Ticket) => ticket.links?.find(({ kind }) => kind === 'child')?.ticketId;
      const child = chosen(tickets.filter((ticket) => parentOf(ticket) !== undefined));
      if (child === undefined) return;
      const words = { entryId: newId(), text: 'Résolu pour tous' };
      await machine.mutate('ticket.solveChildren@1', { id: parentOf(child), childIds: [child.id], ...words });
      return;
    }
    case 'ask': {
      const teamId = chosen(store.replica.actor.teamIds);
      const asked =
        what.pick % 3 === 0
          ? { kind: 'team', id: world.teams[what.other % 2]!.id }
          : { kind: 'agent', id: world.agents[what.other]!.id };
      const about = { callId: null, ticketId: ticketId ?? null, contactId: null, callerNumber: null, noteIds: [] };
      await machine.mutate('validation.ask@1', { id: newId(), teamId, asked, question: 'Je peux ?', ...about });
      return;
    }
    case 'answer': {
      const id = chosen(machine.visibleIds('validations'));
      if (id !== undefined) await machine.mutate('validation.answer@1', { id, verdict: 'yes', text: '' });
      return;
    }
    case 'withdraw': {
      const id = chosen(machine.visibleIds('validations'));
      if (id !== undefined) await machine.mutate('validation.withdraw@1', { id });
      return;
    }
    case 'merge': {
      const tickets = machine.visibleIds('tickets');
      const into = tickets[what.into % Math.max(1, tickets.length)];
      if (ticketId !== undefined && into !== undefined && into !== ticketId)
        await machine.mutate('ticket.merge@1', { id: ticketId, into, entryId: newId() });
      return;
    }
    case 'hand-over': {
      const ticket = await read('tickets', ticketId);
      const teamId = world.teams[what.team]!.id;
      if (!ticket || ticket.scope === teamId) return;
      const rest = { reason: 'Hors périmètre', entryId: newId(), follow: what.follow };
      await machine.mutate('ticket.handOver@1', { id: ticket.id, from: ticket.scope, teamId, ...rest });
      return;
    }
    case 'delete': {
      if (ticketId !== undefined) await machine.mutate('ticket.delete@1', { id: ticketId, reason: 'Essai' });
      return;
    }
    case 'undelete': {
      const deleted = [...world.database.rows()].filter(
        ({ table, row }) => table === 'tickets' && row.scope === trashScope,
      );
      const id = chosen(deleted)?.row.id;
      if (id !== undefined) await machine.mutate('ticket.restore@1', { id });
      return;
    }
    case 'promise': {
      const teamId = chosen(store.replica.actor.teamIds);
      const whom = { number: '+33298001234', contactId: null, ticketId: ticketId ?? null, callId: null };
      const rest = { dueAt: hourOf(what.hour), about: '', assigneeId: what.pick % 2 === 0 ? null : machine.agent.id };
      await machine.mutate('callback.promise@1', { id: newId(), entryId: newId(), teamId, ...whom, ...rest });
      return;
    }
    case 'move': {
      const id = chosen(machine.visibleIds('callbacks'));
      const callback = await read('callbacks', id);
      if (!callback) return;
      const changes = { dueAt: { base: callback.dueAt, value: hourOf(what.hour) } };
      await machine.mutate('callback.update@1', { id: callback.id, entryId: newId(), changes });
      return;
    }
    case 'end': {
      const id = chosen(machine.visibleIds('callbacks'));
      const outcome = what.pick % 3 === 0 ? 'missed' : 'kept';
      if (id !== undefined) await machine.mutate('callback.close@1', { id, entryId: newId(), outcome, callId: null });
      return;
    }
  }
}

function hourOf(hour: number): string {
  return `2026-11-27T${String(hour).padStart(2, '0')}:00:00.000Z`;
}
