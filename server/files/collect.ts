import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Id } from '../../domain/ids.ts';
import type { Database } from '../database/schema.ts';
import type { Contents } from './contents.ts';

/** How long an upload that was begun may rest. Days. */
const restingDays = 14;

const period = 6 * 3_600_000;

/** Takes away what belongs to no timeline: contents whose entry was deleted or erased, and uploads that nobody went on with. Returns how many contents went. */
export async function collectFiles(db: Database, contents: Contents): Promise<number> {
  await contents.sweep();
  await sql`delete from uploads where (attached and not exists (
      select from entries where entries.id = uploads.id and data ->> 'kind' = 'file' and data ->> 'erasedAt' is null
    )) or (not attached and created_at < now() - make_interval(days => ${restingDays}))`.execute(db);
  const there = await contents.ids();
  // Read after the folder: an upload that begins now is in neither or in both.
  const known = await sql<{ id: Id }>`select id from uploads where id = any(${there}::uuid[])`.execute(db);
  const kept = new Set(known.rows.map(({ id }) => id));
  const gone = there.filter((id) => !kept.has(id));
  for (const id of gone) await contents.remove(id);
  return gone.length;
}

/** Now and then; returns how to stop that. */
export function keepCollecting(db: Database, contents: Contents, log: Logger): () => void {
  const timer = setInterval(() => {
    collectFiles(db, contents).catch((error: unknown) => log.warn({ err: error }, 'files not collected'));
  }, period);
  timer.unref();
  return () => clearInterval(timer);
}
