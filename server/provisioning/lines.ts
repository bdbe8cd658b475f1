import { Transaction } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import { Line } from '../../domain/wire/provisioning.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import type { SealedTable } from './sealed-table.ts';
import type { SecretBox } from './secret-box.ts';

const PublicLine = Line.omit({ password: true });

export const sealedLines: SealedTable = {
  table: 'lines',
  column: 'secret',
  keys: ['agent_id'],
  contextOf: (agentId) => agentId,
};

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
  const write = async (trx: DatabaseTransaction): Promise<void> => {
    const key = await box.keyInForce(trx);
    const row = { settings: JSON.stringify(settings), secret: key.seal(password, agentId) };
    await trx
      .insertInto('lines')
      .values({ agent_id: agentId, ...row })
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
      .execute();
  };
  await (db instanceof Transaction ? write(db) : db.transaction().execute(write));
}

export async function lineOf(db: Database, box: SecretBox, agentId: Id): Promise<Line | null> {
  const row = await db
    .selectFrom('lines')
    .select(['settings', 'secret'])
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...PublicLine.parse(row.settings), password: await box.open(row.secret, agentId) };
}
