import { useMemo } from 'react';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import type { Known } from './typed-filter.ts';

/** What a filter may name. */
export function useKnown(now: number): Known {
  const { me } = useDesk();
  const teams = useStoreQuery('teams', null);
  const agents = useStoreQuery('agents', null);
  const tags = useStoreQuery('tags', null);
  return useMemo(
    () => ({ teams: teams ?? [], agents: agents ?? [], tags: tags ?? [], me, now }),
    [teams, agents, tags, me, now],
  );
}
