import type { Logger } from 'pino';
import { Agent } from '../../domain/agent/agent.ts';
import { organisationScope } from '../../domain/row.ts';
import type { Database } from '../database/schema.ts';
import type { Hub } from './hub.ts';
import type { NewsItem } from './news.ts';

/**
 * Connected agents hear the news of their teams of now: agents are rows of the organisation's scope, read again on its news. Until they are read no
 * row goes out with a poke.
 */
export function followTeams(
  db: Database,
  hub: Hub,
  log: Logger,
  /** Some are in other teams than before. */
  onChange: () => void,
): (item: NewsItem) => void {
  return (item) => {
    if (item.kind !== 'changed' || !item.scopes.includes(organisationScope) || hub.size === 0) return;
    const certain = hub.doubt();
    db.selectFrom('agents')
      .select('data')
      .where('id', 'in', [...hub.agentIds])
      .execute()
      .then((rows) => {
        const agents = rows.map((row) => Agent.parse(row.data));
        const changed = hub.setTeams(new Map(agents.map((agent) => [agent.id, agent.teamIds])));
        certain();
        // Most news of the organisation are of contacts.
        if (changed) onChange();
      })
      .catch((error: unknown) => log.warn({ err: error }, 'teams of the connected agents not read'));
  };
}
