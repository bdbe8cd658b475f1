import type { Id } from '../../domain/ids.ts';
import { Line } from '../../domain/wire/provisioning.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import type { SecretBox } from './secret-box.ts';

const PublicLine = Line.omit({ password: true });

/** Gives an agent a SIP line, or takes it away (null). Desks see it at their next sign-in. */
export async function setLine(
  db: Database | DatabaseTransaction,
  box: SecretBox,
  agentId: Id,
  line: Line | null,
): Promise<void> {
  if (line === null) {
    await db.deleteFrom('lines').where('agent_id', '=', agentId).execute();
    return;
  }
  const { password, ...settings } = line;
  const row = { settings: JSON.stringify(settings), secret: box.seal(password, agentId) };
  await db
    .insertInto('lines')
    .values({ agent_id: agentId, ...row })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
    .execute();
}

export async function lineOf(db: Database, box: SecretBox, agentId: Id): Promise<Line | null> {
  const row = await db
    .selectFrom('lines')
    .select(['settings', 'secret'])
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...PublicLine.parse(row.settings), password: box.open(row.secret, agentId) };
}
