import { sql } from 'kysely';
import type { Logger } from 'pino';
import { Agent } from '../../domain/agent/agent.ts';
import type { Database } from '../database/schema.ts';
import type { Hub } from './hub.ts';

/**
 * Looks up what news would have said of the connected desks, had none got lost: whose session has ended, and which teams their agents are in. One
 * query for all of them.
 */
export function checkConnected(
  db: Database,
  hub: Hub,
  log: Logger,
  /** Their agents may be in other teams than before. */
  onRead: () => void,
): () => void {
  return () => {
    const asked = hub.sessionIds;
    if (asked.length === 0) return;
    const certain = hub.doubt();
    db.selectFrom('sessions')
      .innerJoin('agents', 'agents.id', 'sessions.agent_id')
      .innerJoin('credentials', 'credentials.agent_id', 'sessions.agent_id')
      .select(['sessions.id', 'agents.data'])
      .where('sessions.id', 'in', asked)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .execute()
      .then((rows) => {
        const valid = new Set(rows.map(({ id }) => id));
        hub.receive({ kind: 'ended', sessionIds: asked.filter((id) => !valid.has(id)) });
        const agents = rows.map(({ data }) => Agent.parse(data));
        hub.setTeams(new Map(agents.map((agent) => [agent.id, agent.teamIds])));
        certain();
        onRead();
      })
      .catch((error: unknown) => log.warn({ err: error }, 'connected desks not checked'));
  };
}
