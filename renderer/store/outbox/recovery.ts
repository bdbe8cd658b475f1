import type { Id } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { JournalLine } from '../../../domain/wire/outbox-journal.ts';
import type { QueuedMutation } from '../database/records.ts';

/** What the journal knows to be queued, and what the database does. */
export type RecoveryInput = {
  readonly lines: readonly JournalLine[];
  /** Null: the database does not know who it is. */
  readonly meta: { readonly clientId: Id; readonly nextSeq: number } | null;
  readonly queue: readonly QueuedMutation[];
  /** Of which the database knows that the server has confirmed them, and those that it has refused. */
  readonly confirmed: ReadonlySet<Id>;
  readonly refused: ReadonlySet<Id>;
};

/**
 * What is to be put back: the whole queue then, and the identity at the server under which its numbers are the ones that they
 * had, so that what the server has already is not applied twice. `clientId` null: the numbers have a hole; the queue goes up
 * under a new identity, and the server knows its mutations by their ids.
 */
export type Recovery = {
  readonly lost: number;
  readonly clientId: Id | null;
  readonly queue: readonly QueuedMutation[];
};

/** Null: the database has everything that the journal has. */
export function recoverQueue({ lines, meta, queue, confirmed, refused }: RecoveryInput): Recovery | null {
  const unconfirmed = unconfirmedOf(lines);
  const here = new Set(queue.map(({ id }) => id));
  const isKnown = ({ clientId, mutation: { id, seq } }: Queued): boolean => {
    if (here.has(id) || refused.has(id)) return true;
    // Queued under another identity since: it was confirmed by a server that was then restored, and this is an older copy of the database.
    if (clientId !== meta?.clientId) return false;
    // A database that has numbered more than this mutation has had it, and has seen what became of it.
    return confirmed.has(id) || seq < meta.nextSeq;
  };
  const lost = unconfirmed.filter((each) => !isKnown(each));
  if (lost.length === 0) return null;
  const clients = new Set(lost.map(({ clientId }) => clientId));
  const [client] = clients;
  const all = [...queue, ...lost.map(({ mutation }) => mutation)];
  const sameClient = clients.size === 1 && client !== undefined && ofClient(queue, client, meta, unconfirmed);
  const places = placesIn(lines);
  // What the database has queued and the journal no longer knows was confirmed long before: an older copy of the database has it still.
  const placeOf = ({ id }: QueuedMutation): number => places.get(id) ?? -1;
  const asWritten = (a: QueuedMutation, b: QueuedMutation): number => placeOf(a) - placeOf(b) || bySeq(a, b);
  const whole = all.toSorted(sameClient ? bySeq : asWritten);
  return { lost: lost.length, clientId: sameClient && isContiguous(whole) ? client : null, queue: whole };
}

/** Whether what the database has queued was numbered under this identity. */
function ofClient(
  queue: readonly QueuedMutation[],
  client: Id,
  meta: RecoveryInput['meta'],
  unconfirmed: readonly Queued[],
): boolean {
  if (meta !== null) return meta.clientId === client;
  const known = new Set(unconfirmed.filter(({ clientId }) => clientId === client).map(({ mutation }) => mutation.id));
  return queue.every(({ id }) => known.has(id));
}

type Queued = { readonly clientId: Id; readonly mutation: QueuedMutation };

function unconfirmedOf(lines: readonly JournalLine[]): Queued[] {
  const byId = new Map<Id, Queued>();
  for (const line of lines) {
    switch (line.kind) {
      case 'client':
      case 'refused':
      case 'settled':
        // What became of them is for the words (recover-words.ts): they have left the queue.
        break;
      case 'queued': {
        const { mutation, clientId } = line;
        // One that only another version knows waits for it in the queue, as it does in the database.
        byId.set(mutation.id, { clientId, mutation: { ...mutation, name: mutation.name as MutationName } });
        break;
      }
      case 'confirmed':
        for (const [id, { clientId, mutation }] of byId)
          if (clientId === line.clientId && mutation.seq <= line.seq) byId.delete(id);
        break;
    }
  }
  return [...byId.values()];
}

/** In which order they were queued first, as far as the journal goes back; what has been confirmed since, too. */
function placesIn(lines: readonly JournalLine[]): ReadonlyMap<Id, number> {
  const places = new Map<Id, number>();
  for (const line of lines) {
    if (line.kind === 'queued' && !places.has(line.mutation.id)) places.set(line.mutation.id, places.size);
  }
  return places;
}

function bySeq(a: QueuedMutation, b: QueuedMutation): number {
  return a.seq - b.seq;
}

function isContiguous(queue: readonly QueuedMutation[]): boolean {
  return queue.every(({ seq }, place) => seq === (queue[0]?.seq ?? 0) + place);
}
