import { sql } from 'kysely';
import { CodedError } from '../../domain/errors.ts';
import type { FileMetadata } from '../../domain/file/file.ts';
import { FileMetadata as Metadata } from '../../domain/file/file.ts';
import type { Id } from '../../domain/ids.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import type { FileRoom } from './settings.ts';

/** Advisory lock of whoever begins an upload. */
const beginning = [109_330_447, 0] as const;

export type Upload = {
  readonly agentId: Id;
  readonly metadata: FileMetadata;
  /** Bytes. */
  readonly size: number;
  /** In the ticket's timeline. */
  readonly attached: boolean;
};

export async function uploadWith(
  db: Database | DatabaseTransaction,
  id: Id,
  lock: 'locked' | 'as it is' = 'as it is',
): Promise<Upload | undefined> {
  const query = db.selectFrom('uploads').select(['agent_id', 'metadata', 'size', 'attached']).where('id', '=', id);
  const row = await (lock === 'locked' ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) return undefined;
  const { agent_id: agentId, size, attached } = row;
  return { agentId, metadata: Metadata.parse(row.metadata), size, attached };
}

/**
 * Begins it, or begins it again. False: the id is another agent's, or its file is in a timeline already. Throws `CodedError` FILE_QUOTA_REACHED and FILE_STORAGE_FULL,
 * with nothing begun.
 */
export async function beginUpload(
  db: Database,
  agentId: Id,
  metadata: FileMetadata,
  size: number,
  room: FileRoom,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    // One after the other: each of several at once would find the room that is there for one.
    await sql`select pg_advisory_xact_lock(${beginning[0]}::int, ${beginning[1]}::int)`.execute(trx);
    const begun = await writeUpload(trx, agentId, metadata, size);
    if (begun) await requireRoom(trx, agentId, room);
    return begun;
  });
}

async function writeUpload(
  trx: DatabaseTransaction,
  agentId: Id,
  metadata: FileMetadata,
  size: number,
): Promise<boolean> {
  const row = { metadata: JSON.stringify(metadata), size };
  const begun = await trx
    .insertInto('uploads')
    .values({ id: metadata.id, agent_id: agentId, ...row, attached: false })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(row)
        .where('uploads.agent_id', '=', agentId)
        .where('uploads.attached', '=', false),
    )
    .returning('id')
    .executeTakeFirst();
  return begun !== undefined;
}

async function requireRoom(trx: DatabaseTransaction, agentId: Id, room: FileRoom): Promise<void> {
  const own = await stored(trx, agentId);
  if (own.bytes > room.agentBytes) throw new CodedError('FILE_QUOTA_REACHED', `at most ${room.agentBytes} bytes`);
  if (own.files > room.agentFiles) throw new CodedError('FILE_QUOTA_REACHED', `at most ${room.agentFiles} files`);
  if (room.allBytes !== undefined && (await stored(trx)).bytes > room.allBytes)
    throw new CodedError('FILE_STORAGE_FULL', `at most ${room.allBytes} bytes of everybody`);
}

/** What an agent has sent, or everybody; what is still coming counts whole. */
export async function stored(
  db: Database | DatabaseTransaction,
  agentId?: Id,
): Promise<{ readonly bytes: number; readonly files: number }> {
  const of = agentId === undefined ? sql`` : sql`where agent_id = ${agentId}`;
  const found = await sql<{ bytes: number; files: number }>`
    select coalesce(sum(size), 0)::int8 as bytes, count(*) as files from uploads ${of}`.execute(db);
  return found.rows[0] ?? { bytes: 0, files: 0 };
}

export async function forgetUpload(db: Database | DatabaseTransaction, id: Id): Promise<void> {
  await db.deleteFrom('uploads').where('id', '=', id).execute();
}
