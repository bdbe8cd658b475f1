import type { FileMetadata } from '../../domain/file/file.ts';
import { FileMetadata as Metadata } from '../../domain/file/file.ts';
import type { Id } from '../../domain/ids.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';

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

/** Begins it, or begins it again. False: the id is another agent's, or its file is in a timeline already. */
export async function beginUpload(db: Database, agentId: Id, metadata: FileMetadata, size: number): Promise<boolean> {
  const row = { metadata: JSON.stringify(metadata), size };
  const begun = await db
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

export async function forgetUpload(db: Database | DatabaseTransaction, id: Id): Promise<void> {
  await db.deleteFrom('uploads').where('id', '=', id).execute();
}
