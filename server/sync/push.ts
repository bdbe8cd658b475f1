import type { FastifyBaseLogger } from 'fastify';
import { CodedError, type ErrorCode } from '../../domain/errors.ts';
import { Id, type Instant } from '../../domain/ids.ts';
import { datedHere } from '../../domain/wire/clock-offset.ts';
import { runMutation, type MutationEnvelope } from '../../domain/mutation/registry.ts';
import type { Actor } from '../../domain/mutation/transaction.ts';
import { isConflict, isRefusal } from '../database/failures.ts';
import { eventsOf } from '../webhooks/events-of.ts';
import { BatchRows, prefetched } from './batch-rows.ts';
import { recordOf, standingOf, type NumberedOutcome, type Outcome } from './client-record.ts';
import { MutationTransaction } from './mutation-transaction.ts';
import type { PushDelta } from './delta.ts';
import type { PushStorage, SyncStorage } from './storage.ts';
import { placeRows, spansOf } from './write-rows.ts';

export type PushOptions = {
  readonly actor: Actor;
  readonly clientId: Id;
  /** Not empty. */
  readonly mutations: readonly MutationEnvelope[];
  /** What time it was at the client as it sent them. */
  readonly clientNow: Instant | undefined;
  readonly now: () => Date;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Pick<FastifyBaseLogger, 'warn' | 'error'>;
};

export type Pushed = {
  readonly lastSeq: number;
  /** The scopes that have news. */
  readonly scopes: readonly Id[];
  /** The news themselves; undefined where there are none or more than one transaction had them. */
  readonly delta: PushDelta | undefined;
  /** Tickets that are in another scope than before, or new. */
  readonly moved: readonly Id[];
  /** Whether there is something for webhooks. */
  readonly told: boolean;
};

const attempts = 8;

/**
 * Applies mutations in order, each exactly once: the rows, the results, the client's `last_seq` and what webhooks are told are one transaction.
 *
 * A whole push is one transaction, not one for each mutation: what a commit costs is its fsync, and an agent who comes back
 * from an hour offline should not pay it two hundred times. No savepoints are needed, for a mutation writes into memory and
 * is forgotten when it refuses; the database sees one statement per table at the end. If PostgreSQL itself refuses the data,
 * which no check of ours foresaw, the push is run again one mutation at a time, so that only the guilty one is rejected.
 *
 * Throws `CodedError` SYNC_SEQUENCE_GAP and SYNC_CLIENT_UNKNOWN; nothing is applied then.
 */
export async function push(storage: SyncStorage, options: PushOptions): Promise<Pushed> {
  requireContiguous(options.mutations);
  try {
    return await applyAgain(storage, options, undefined);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    options.log.warn(
      { err: error, clientId: options.clientId },
      'push refused by the database; one mutation at a time',
    );
  }
  let lastSeq = 0;
  let told = false;
  const scopes = new Set<Id>();
  const moved = new Set<Id>();
  for (const mutation of options.mutations) {
    const alone = { ...options, mutations: [mutation] };
    const pushed = await applyAgain(storage, alone, undefined).catch(async (error: unknown) => {
      if (!isRefusal(error)) throw error;
      options.log.error(
        { err: error, mutation: mutation.name, mutationId: mutation.id },
        'mutation refused by the database',
      );
      return await applyAgain(storage, alone, 'MUTATION_FAILED');
    });
    lastSeq = pushed.lastSeq;
    told ||= pushed.told;
    for (const scope of pushed.scopes) scopes.add(scope);
    for (const id of pushed.moved) moved.add(id);
  }
  return { lastSeq, scopes: [...scopes], delta: undefined, moved: [...moved], told };
}

/** Runs the transaction again when another one was in its way. */
async function applyAgain(
  storage: SyncStorage,
  options: PushOptions,
  refuseWith: ErrorCode | undefined,
): Promise<Pushed> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await storage.write(async (trx) => await apply(trx, options, refuseWith));
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error;
      await options.pause(Math.random() * 10 * attempt);
    }
  }
}

async function apply(trx: PushStorage, options: PushOptions, refuseWith: ErrorCode | undefined): Promise<Pushed> {
  const { actor, clientId, mutations } = options;
  const ids = refuseWith === undefined ? rowIdsIn(mutations) : [];
  const { client, locked } = await trx.start({
    clientId,
    // The first push of a client starts at 1; a later one of a client that is not there means that this database has forgotten it.
    newOf: mutations[0]?.seq === 1 ? actor.agentId : undefined,
    mutationIds: mutations.map(({ id }) => id),
    tables: prefetched,
    ids,
    // Those of tickets that are refused, or were made before, stay unused.
    references: mutations.filter(({ name }) => name.startsWith('ticket.create@')).length,
  });
  const { lastSeq, known, observed, epoch } = standingOf(client, actor.agentId, clientId);
  const fresh = mutations.filter((mutation) => mutation.seq > lastSeq);
  await requireSame(
    trx,
    clientId,
    mutations.filter((mutation) => mutation.seq <= lastSeq),
  );
  const [first] = fresh;
  if (first === undefined) return { lastSeq, scopes: [], delta: undefined, moved: [], told: false };
  if (first.seq !== lastSeq + 1) throw new CodedError('SYNC_SEQUENCE_GAP', `has ${lastSeq}, got ${first.seq}`);

  const batch = new BatchRows(trx);
  batch.begin(ids, locked);
  const results: NumberedOutcome[] = [];
  for (const mutation of fresh) {
    const before = known.get(mutation.id.toLowerCase());
    const outcome =
      before ?? (refuseWith === undefined ? await run(batch, actor, mutation, options) : rejected(refuseWith));
    const result = { seq: mutation.seq, id: mutation.id, first: before === undefined, ...outcome };
    known.set(mutation.id.toLowerCase(), outcome);
    results.push(result);
  }

  const changes = batch.changes();
  if (batch.audited.length > 0) await trx.recordAudit(batch.audited);
  const events = observed ? eventsOf(changes, actor.agentId, options.now().toISOString()) : [];
  if (events.length > 0) await trx.recordEvents(events);
  const writes = changes.map(({ write }) => write);
  const placed = placeRows(writes);
  const spans = spansOf(placed, await trx.finish(placed, recordOf(clientId, results, placed.rows)));
  return {
    lastSeq: results.at(-1)?.seq ?? lastSeq,
    scopes: [...spans.keys()],
    delta: spans.size === 0 ? undefined : { epoch, spans, writes },
    moved: writes.flatMap(({ table, row, scopeBefore }) =>
      table === 'tickets' && row.scope !== scopeBefore ? [row.id] : [],
    ),
    told: events.length > 0,
  };
}

/**
 * What is passed over because it came before must be what came before. A machine whose disk was put back to an older copy gives
 * numbers a second time, and would otherwise be told that its new words are kept.
 */
async function requireSame(trx: PushStorage, clientId: Id, passedOver: readonly MutationEnvelope[]): Promise<void> {
  const [first, last] = [passedOver[0], passedOver.at(-1)];
  if (first === undefined || last === undefined) return;
  const sent = new Map(passedOver.map(({ seq, id }) => [seq, id.toLowerCase()]));
  const other = (await trx.recorded(clientId, first.seq, last.seq)).find(({ seq, id }) => sent.get(seq) !== id);
  if (other !== undefined) throw new CodedError('SYNC_SEQUENCE_GAP', `${other.seq} was another mutation`);
}

function requireContiguous(mutations: readonly MutationEnvelope[]): void {
  const start = mutations[0]?.seq ?? 0;
  const broken = mutations.findIndex((mutation, index) => mutation.seq !== start + index);
  if (broken !== -1)
    throw new CodedError('SYNC_SEQUENCE_GAP', `mutation ${broken} of the push is not ${start + broken}`);
}

async function run(batch: BatchRows, actor: Actor, mutation: MutationEnvelope, options: PushOptions): Promise<Outcome> {
  const tx = new MutationTransaction(batch, actor, datedHere(mutation.at, options.clientNow, options.now()));
  try {
    const effect = await runMutation(tx, mutation.name, mutation.args);
    if (batch.failure !== undefined) throw batch.failure.error;
    const fields = effect.outcome === 'conflict' ? effect.fields : null;
    return { outcome: effect.outcome, code: null, fields, touched: tx.keep() };
  } catch (error) {
    if (batch.failure !== undefined) throw batch.failure.error;
    if (error instanceof CodedError && error.code.startsWith('MUTATION_')) {
      // A desk of ours asks for it only when rights have changed meanwhile.
      const { code, detail } = error;
      if (code === 'MUTATION_FORBIDDEN')
        options.log.warn(
          { agentId: actor.agentId, mutation: mutation.name, mutationId: mutation.id, detail },
          'not allowed',
        );
      return rejected(code);
    }
    options.log.error({ err: error, mutation: mutation.name, mutationId: mutation.id }, 'mutation failed');
    return rejected('MUTATION_FAILED');
  }
}

function rejected(code: ErrorCode): Outcome {
  return { outcome: 'rejected', code, fields: null, touched: [] };
}

/** The rows that mutations are about to ask for, sorted: whoever locks several takes them in the same order. */
function rowIdsIn(mutations: readonly MutationEnvelope[]): Id[] {
  return [...new Set(mutations.flatMap(({ args }) => idsIn(args)).map((id) => id.toLowerCase()))].sort();
}

/** Every UUID among the arguments. */
function idsIn(value: unknown, depth = 0): Id[] {
  if (typeof value === 'string') return value.length === 36 && Id.safeParse(value).success ? [value] : [];
  if (typeof value !== 'object' || value === null || depth > 4) return [];
  return Object.values(value).flatMap((inner) => idsIn(inner, depth + 1));
}
