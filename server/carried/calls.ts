import type { Id } from '../../domain/ids.ts';
import type { CarriedCalls, CarriedCallsReply } from '../../domain/wire/carried.ts';
import type { Database } from '../database/schema.ts';
import type { SealedTable } from '../provisioning/sealed-table.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import type { SignedIn } from '../session/sessions.ts';

/** Keeps, or forgets, what a desk says of its agent's live calls. Another desk's are only forgotten by that desk. */
export async function keepCalls(
  db: Database,
  box: SecretBox,
  { agent, sessionId }: SignedIn,
  { installation, sealed }: CarriedCalls,
  now: Date,
): Promise<void> {
  if (sealed === null) {
    await db
      .deleteFrom('carried_calls')
      .where('agent_id', '=', agent.id)
      .where('installation', '=', installation)
      .execute();
    return;
  }
  await db.transaction().execute(async (trx) => {
    const again = (await box.keyInForce(trx)).seal(sealed, contextOf(agent.id));
    const row = { installation, session_id: sessionId, sealed: again, alive_at: now };
    await trx
      .insertInto('carried_calls')
      .values({ agent_id: agent.id, ...row })
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
      .execute();
  });
}

export async function callsOf(db: Database, box: SecretBox, agentId: Id, now: Date): Promise<CarriedCallsReply> {
  const row = await db
    .selectFrom('carried_calls')
    .innerJoin('sessions', 'sessions.id', 'carried_calls.session_id')
    .select(['carried_calls.installation', 'carried_calls.sealed', 'carried_calls.alive_at', 'sessions.device'])
    .where('carried_calls.agent_id', '=', agentId)
    .executeTakeFirst();
  const calls =
    row === undefined
      ? null
      : {
          installation: row.installation,
          device: row.device,
          sealed: await box.open(row.sealed, contextOf(agentId)),
          aliveAt: row.alive_at.toISOString(),
        };
  return { calls, now: now.toISOString() };
}

function contextOf(agentId: Id): string {
  return `calls ${agentId}`;
}

export const sealedCalls: SealedTable = {
  table: 'carried_calls',
  column: 'sealed',
  keys: ['agent_id'],
  contextOf,
};
