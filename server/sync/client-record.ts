import { sql } from 'kysely';
import { CodedError, type ErrorCode } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { MutationEnvelope } from '../../domain/mutation/registry.ts';
import type { DatabaseTransaction } from '../database/schema.ts';
import type { RowKey } from './batch-rows.ts';

/** What became of a mutation, and the rows that hold its effect. */
export type Outcome = {
  readonly outcome: 'applied' | 'conflict' | 'rejected';
  readonly code: ErrorCode | null;
  readonly fields: readonly string[] | null;
  readonly touched: readonly RowKey[];
};

/** `first`: not known before, under whichever client id. */
export type NumberedOutcome = Outcome & { readonly seq: number; readonly id: Id; readonly first: boolean };

export type LockedClient = {
  /** The highest `seq` that is in the database for good. */
  readonly lastSeq: number;
  /** Those of the given mutations that came before, under this client id or another, by their id. */
  readonly known: Map<Id, Outcome>;
};

type KnownMutation = { readonly id: Id } & Omit<Outcome, 'touched'>;
type ClientRow = { readonly agent_id: Id; readonly last_seq: number; readonly known: readonly KnownMutation[] };

/**
 * Where a client stands, its row locked: two pushes of one client follow each other. Throws `CodedError` SYNC_CLIENT_UNKNOWN
 * for another agent's client, and for one that this database has forgotten.
 */
export async function lockClient(
  trx: DatabaseTransaction,
  agentId: Id,
  clientId: Id,
  mutations: readonly MutationEnvelope[],
): Promise<LockedClient> {
  const ids = mutations.map((mutation) => mutation.id);
  // A mutation that another client brings at this very moment is not seen here: the unique index on `first` results stops it.
  const lock = sql<ClientRow>`
    select agent_id, last_seq, (
      select coalesce(json_agg(json_build_object('id', mutation_id, 'outcome', outcome, 'code', code, 'fields', fields)), '[]')
      from results where first and mutation_id = any(${ids}::uuid[])
    ) as known
    from clients where client_id = ${clientId} for update`;
  let client = (await lock.execute(trx)).rows[0];
  if (client === undefined) {
    // The first push of a client starts at 1; a later one means that this database has forgotten it (a restored backup).
    if (mutations[0]?.seq !== 1) throw new CodedError('SYNC_CLIENT_UNKNOWN', clientId);
    await trx
      .insertInto('clients')
      .values({ client_id: clientId, agent_id: agentId, last_seq: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    client = (await lock.execute(trx)).rows[0];
  }
  if (client?.agent_id !== agentId) throw new CodedError('SYNC_CLIENT_UNKNOWN', clientId);
  return {
    lastSeq: client.last_seq,
    known: new Map(client.known.map(({ id, ...outcome }) => [id, { ...outcome, touched: [] }])),
  };
}

/** Records what became of each mutation and advances the client to the last of them, in one statement. */
export async function advanceClient(
  trx: DatabaseTransaction,
  clientId: Id,
  results: readonly NumberedOutcome[],
  placed: ReadonlyMap<RowKey, { readonly scope: Id; readonly version: number }>,
): Promise<void> {
  const records = results.map((result) => ({
    seq: result.seq,
    mutation_id: result.id,
    first: result.first,
    outcome: result.outcome,
    code: result.code,
    fields: result.fields,
    versions: highestVersions(result.touched, placed),
  }));
  await sql`
    with recorded as (
      insert into results (client_id, seq, mutation_id, first, outcome, code, fields, versions)
      select ${clientId}, seq, mutation_id, first, outcome, code, fields, versions
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as given (
        seq bigint, mutation_id uuid, first boolean, outcome text, code text, fields text[], versions jsonb
      )
    )
    update clients set last_seq = ${results.at(-1)?.seq} where client_id = ${clientId}`.execute(trx);
}

function highestVersions(
  touched: readonly RowKey[],
  placed: ReadonlyMap<RowKey, { readonly scope: Id; readonly version: number }>,
): Record<Id, number> {
  const highest: Record<Id, number> = {};
  for (const key of touched) {
    const place = placed.get(key);
    if (place !== undefined) highest[place.scope] = Math.max(highest[place.scope] ?? 0, place.version);
  }
  return highest;
}
