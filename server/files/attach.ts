import { CodedError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Actor } from '../../domain/mutation/transaction.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import { revised } from '../../domain/ticket/revision.ts';
import { standingTicket } from '../../domain/ticket/standing.ts';
import { requireTicket } from '../../domain/ticket/to-change.ts';
import type { Database } from '../database/schema.ts';
import { PostgresPush } from '../sync/postgres/push-storage.ts';
import { writeRows } from '../sync/write-rows.ts';
import type { Contents } from './contents.ts';
import { digest } from './digest.ts';
import { isClean } from './scan.ts';
import { forgetUpload, uploadWith } from './uploads.ts';

export type AttachOptions = {
  readonly db: Database;
  readonly contents: Contents;
  readonly scanCommand: string | undefined;
  readonly now: () => Date;
};

/**
 * Puts a file whose content has come into the timeline of its ticket, or of the one that it was merged into; asked again, it says the same. Returns the scopes that have news.
 *
 * Throws `CodedError` NOT_FOUND (not this agent's), FILE_INCOMPLETE, FILE_DAMAGED (another content than was announced), FILE_REFUSED (the scan) and FILE_STORAGE_UNAVAILABLE;
 * MUTATION_TARGET_MISSING, MUTATION_FORBIDDEN and MUTATION_TICKET_HANDED_OVER for a ticket that is not here, or no longer theirs.
 */
export async function attachFile(options: AttachOptions, actor: Actor, id: Id): Promise<readonly Id[]> {
  const { db, contents, scanCommand, now } = options;
  const upload = await uploadWith(db, id);
  if (upload?.agentId !== actor.agentId) throw new CodedError('NOT_FOUND', `file ${id}`);
  if (upload.attached) return [];
  const { metadata, size } = upload;
  const refused = await contents.lend(id, async (path) => {
    const found = await digest(path);
    if (found?.size !== size) throw new CodedError('FILE_INCOMPLETE', `${found?.size ?? 0} of ${size}`);
    if (found.sha256 !== metadata.sha256) return 'FILE_DAMAGED';
    if (scanCommand !== undefined && !(await isClean(scanCommand, path))) return 'FILE_REFUSED';
    await contents.keep(id, path);
    return undefined;
  });
  if (refused !== undefined) {
    await contents.remove(id);
    await forgetUpload(db, id);
    throw new CodedError(refused, id);
  }

  return await db.transaction().execute(async (trx) => {
    const still = await uploadWith(trx, id, 'locked');
    if (still === undefined) throw new CodedError('NOT_FOUND', `file ${id}`);
    if (still.attached) return [];
    const rows = new PostgresPush(trx);
    const get = async <T extends TableName>(table: T, of: Id) => (await rows.lockRow(table, of)) as Row<T> | undefined;
    const ticket = await standingTicket({ get }, metadata.ticketId);
    requireTicket(actor, ticket);
    const at = now().toISOString();
    const { name, type, sha256, thumbnail } = metadata;
    const entry: Row<'entries'> = {
      kind: 'file',
      id,
      scope: ticket.scope,
      ticketId: ticket.id,
      authorId: actor.agentId,
      at,
      name,
      type,
      size,
      sha256,
      thumbnail,
    };
    await trx.updateTable('uploads').set({ attached: true }).where('id', '=', id).execute();
    const spans = await writeRows(rows, [
      { table: 'entries', row: entry, scopeBefore: undefined },
      { table: 'tickets', row: { ...revised(ticket, { actor }), updatedAt: at }, scopeBefore: ticket.scope },
    ]);
    return [...spans.keys()];
  });
}
