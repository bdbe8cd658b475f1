import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import type { DraftCopy } from '../../domain/wire/draft-copy.ts';
import type { DraftExchange, DraftExchangeReply } from '../../domain/wire/carried.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import type { SealedTable } from '../provisioning/sealed-table.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import type { SecretKey } from '../provisioning/secret-key.ts';

/** Ends of drafts are told to desks that come back within this time. Days. */
const endedDays = 14;
/** As many as one agent may have; the oldest are forgotten first. */
const mostDrafts = 500;

/**
 * Takes what one desk has written and gives what the agent's others have. The later word counts. One transaction at a time for each
 * agent, so that versions follow the order of commits.
 */
export async function exchangeDrafts(
  db: Database,
  box: SecretBox,
  agentId: Id,
  { since, drafts }: DraftExchange,
): Promise<DraftExchangeReply> {
  return await db.transaction().execute(async (trx) => {
    await sql`select 1 from agents where id = ${agentId} for update`.execute(trx);
    let sealing: SecretKey | undefined;
    let version = await lastVersion(trx, agentId);
    // Beyond it: the desk has seen another history than this database, which was restored from a backup.
    const seen = since === null || since > version ? 0 : since;
    const replaced: DraftCopy[] = [];
    const own = new Set<string>();
    for (const draft of drafts) {
      const there = await draftOf(trx, box, agentId, draft.key);
      if (there !== undefined && Date.parse(there.draft.savedAt) >= Date.parse(draft.savedAt)) continue;
      version += 1;
      own.add(draft.key);
      sealing ??= await box.keyInForce(trx);
      await write(trx, sealing, agentId, draft, version);
      const unseen = there !== undefined && there.version > seen && there.draft.text !== '';
      if (unseen && there.draft.text !== draft.text) replaced.push(there.draft);
    }
    if (own.size > 0) await forget(trx, agentId);
    const changed = await changedSince(trx, box, agentId, seen);
    const sent = new Map(drafts.map((draft) => [draft.key, draft.savedAt]));
    // Of what was sent and was not taken, the desk may have missed what stood in its way.
    for (const key of sent.keys()) {
      if (own.has(key) || changed.some((draft) => draft.key === key)) continue;
      const there = await draftOf(trx, box, agentId, key);
      if (there !== undefined && there.draft.savedAt !== sent.get(key)) changed.push(there.draft);
    }
    return { cursor: version, drafts: changed.filter(({ key }) => !own.has(key)), replaced };
  });
}

async function lastVersion(trx: DatabaseTransaction, agentId: Id): Promise<number> {
  const row = await trx
    .selectFrom('carried_drafts')
    .select((of) => of.fn.max('version').as('last'))
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  return row?.last ?? 0;
}

const columns = ['key', 'version', 'sealed', 'saved_at'] as const;

type KeptDraft = { readonly draft: DraftCopy; readonly version: number };

async function draftOf(
  trx: DatabaseTransaction,
  box: SecretBox,
  agentId: Id,
  key: string,
): Promise<KeptDraft | undefined> {
  const row = await trx
    .selectFrom('carried_drafts')
    .select(columns)
    .where('agent_id', '=', agentId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row === undefined ? undefined : { draft: await opened(box, agentId, row), version: row.version };
}

async function changedSince(trx: DatabaseTransaction, box: SecretBox, agentId: Id, seen: number): Promise<DraftCopy[]> {
  const rows = await trx
    .selectFrom('carried_drafts')
    .select(columns)
    .where('agent_id', '=', agentId)
    .where('version', '>', seen)
    .orderBy('version')
    .execute();
  return await Promise.all(rows.map(async (row) => await opened(box, agentId, row)));
}

async function opened(
  box: SecretBox,
  agentId: Id,
  row: { readonly key: string; readonly sealed: Buffer; readonly saved_at: Date },
): Promise<DraftCopy> {
  const text = await box.open(row.sealed, contextOf(agentId, row.key));
  return { key: row.key, text, savedAt: row.saved_at.toISOString() };
}

async function write(
  trx: DatabaseTransaction,
  sealing: SecretKey,
  agentId: Id,
  { key, text, savedAt }: DraftCopy,
  version: number,
): Promise<void> {
  const row = {
    version,
    sealed: sealing.seal(text, contextOf(agentId, key)),
    saved_at: new Date(savedAt),
    ended: text === '',
  };
  await trx
    .insertInto('carried_drafts')
    .values({ agent_id: agentId, key, ...row })
    .onConflict((conflict) => conflict.columns(['agent_id', 'key']).doUpdateSet(row))
    .execute();
}

/** Never the newest: its version is what the next one is counted from. */
async function forget(trx: DatabaseTransaction, agentId: Id): Promise<void> {
  await sql`delete from carried_drafts where agent_id = ${agentId}
    and version < (select max(version) from carried_drafts where agent_id = ${agentId})
    and ((ended and saved_at < now() - make_interval(days => ${endedDays})) or key in (
      select key from carried_drafts where agent_id = ${agentId} order by saved_at desc offset ${mostDrafts}
    ))`.execute(trx);
}

/** A text that was moved to another agent or another ticket does not open. */
function contextOf(agentId: Id, key: string): string {
  return `draft ${agentId} ${key}`;
}

export const sealedDrafts: SealedTable = {
  table: 'carried_drafts',
  column: 'sealed',
  keys: ['agent_id', 'key'],
  contextOf,
};
