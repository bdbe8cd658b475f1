import { useEffect, useMemo } from 'react';
import { maximumColleagues } from '../../voice/contract/work-state.ts';
import { useDesk, useServices } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { usePhone } from '../phone/use-phone.ts';
import { colleaguesOf, type Colleague } from './colleague.ts';

/** Everybody else and how they are, live; while this is on screen the phone watches their lines. Undefined until the data are open. */
export function useColleagues(): readonly Colleague[] | undefined {
  const { me } = useDesk();
  const { phone: client } = useServices();
  const phone = usePhone();
  const agents = useStoreQuery('agents', null);
  const teams = useStoreQuery('teams', null);
  const presence = useStoreQuery('presence', null);
  const lines = phone.snapshot?.colleagues;

  const numbers = (agents ?? [])
    .flatMap(({ id, extension }) => (id === me || extension === null ? [] : [extension]))
    .slice(0, maximumColleagues)
    .join(' ');
  const connected = phone.link === 'connected';
  useEffect(() => {
    // A phone without a line has nobody to ask; what the server says is shown all the same.
    if (connected && numbers !== '') void client.command({ type: 'watchColleagues', numbers: numbers.split(' ') });
  }, [client, connected, numbers]);

  return useMemo(
    () =>
      agents === undefined
        ? undefined
        : colleaguesOf({ agents, teams: teams ?? [], presence: presence ?? [], lines: lines ?? [], me }),
    [agents, teams, presence, lines, me],
  );
}
