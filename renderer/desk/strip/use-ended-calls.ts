import { useCallback, useMemo, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { useNow } from '../data/use-now.ts';
import { usePhone } from '../phone/use-phone.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import type { WrapUp } from '../../voice/contract/work-state.ts';
import { endedCallOf } from '../availability/ended-call.ts';
import { isLost } from './lost-call.ts';
import { useStoreQuery } from '../data/use-store-query.ts';

/** How long an ended call stays in sight, ms; one that was lost waits to be called again. */
const shownFor = 15_000;
const lostShownFor = 300_000;
/** More than these would push the calls that live out of sight; all of them are in the list of calls. */
const shownAtOnce = 3;
/** The phone may go on telling of a call for a moment after it was shown. */
const remembered = 100;

export type EndedCalls = {
  readonly calls: readonly PhoneCall[];
  readonly dismiss: (id: Id) => void;
  /** The work after one of them. */
  readonly wrapUp: WrapUp | null;
};

/**
 * Calls that have just ended; one stays while the work after it lasts. The phone forgets a call as soon as its row is written; the
 * person needs a moment to read how it ended and to open a ticket from it.
 */
export function useEndedCalls(): EndedCalls {
  const { snapshot } = usePhone();
  const now = useNow(1000);
  const [seen, setSeen] = useState<ReadonlyMap<Id, PhoneCall>>(new Map());
  const [dismissed, setDismissed] = useState<ReadonlySet<Id>>(new Set());
  const ended = snapshot?.calls.filter((call) => call.phase === 'ended' && !seen.has(call.id)) ?? [];
  // React's way to keep what a change brought: set while drawing, and drawn again at once.
  if (ended.length > 0) {
    setSeen(new Map([...seen, ...ended.map((call) => [call.id, call] as const)].slice(-remembered)));
  }

  const wrapUp = snapshot?.work?.wrapUp ?? null;
  const worked = wrapUp?.callId;
  // A desk that has just started was not there when the call ended.
  const unseen = wrapUp !== null && !seen.has(wrapUp.callId);
  const row = useStoreQuery('call', { id: worked ?? '' }, { off: !unseen }) ?? null;
  const calls = useMemo(() => {
    const passing = [...seen.values()]
      .filter(({ id }) => id !== worked && !dismissed.has(id))
      .filter((call) => now - Date.parse(call.endedAt ?? call.startedAt) < (isLost(call) ? lostShownFor : shownFor))
      .slice(-shownAtOnce);
    if (worked === undefined) return passing;
    const found = row?.id === worked ? endedCallOf(row) : undefined;
    const call = seen.get(worked) ?? found;
    return call === undefined ? passing : [call, ...passing];
  }, [seen, dismissed, now, worked, row]);
  const dismiss = useCallback((id: Id) => setDismissed((before) => new Set([...before, id])), []);
  return { calls, dismiss, wrapUp };
}
