import { useEffect, useRef, useState } from 'react';
import type { TicketView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { newsSince, seenAt, seenNow, withOwnChange, type News, type Seen } from './meanwhile.ts';
import type { DraftText } from './use-draft.ts';

export type Meanwhile = {
  /** Why the note was stopped, as long as the agent has not answered. */
  readonly news: readonly News[];
  /** Whether a note that was begun may go now. False: there is news, and it is shown from now on. */
  readonly mayGo: () => boolean;
  readonly dismiss: () => void;
};

/** What colleagues did to the ticket since the agent began to write: a note goes when its author has seen that. */
export function useMeanwhile(view: TicketView | null, draft: DraftText): Meanwhile {
  const { me } = useDesk();
  const [news, setNews] = useState<readonly News[]>([]);
  const seen = useRef<Seen | null>(null);
  const { begunAt } = draft;
  const empty = draft.text.trim() === '';

  useEffect(() => {
    if (view === null || begunAt === undefined) return;
    if (empty) seen.current = seenNow(view);
    else if (seen.current === null) seen.current = begunAt === null ? seenNow(view) : seenAt(view, begunAt);
    else seen.current = withOwnChange(seen.current, view);
  }, [view, empty, begunAt]);

  return {
    news,
    mayGo: () => {
      const found = view === null || seen.current === null ? [] : newsSince(seen.current, view, me);
      // Seen from now on; what comes after it stops the note again.
      if (view !== null) seen.current = seenNow(view);
      setNews(found);
      return found.length === 0;
    },
    dismiss: () => setNews([]),
  };
}
