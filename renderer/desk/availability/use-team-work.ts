import { useMemo } from 'react';
import { workOf, type TeamWork } from '../../../domain/agent/work.ts';
import { useDesk } from '../data/services.ts';

/** How this agent's team works between calls, as of the sign-in: the phone goes by the same. */
export function useTeamWork(): TeamWork {
  const { agent, teams } = useDesk().session.info;
  return useMemo(() => workOf(agent.teamIds, teams), [agent.teamIds, teams]);
}
