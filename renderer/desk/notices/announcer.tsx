import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import hidden from '../design/hidden.module.css';

export type Politeness = 'polite' | 'assertive';
export type Announce = (sentence: string, politeness?: Politeness) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Tells screen readers what happened elsewhere on the screen. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

type Said = { readonly count: number; readonly sentence: string };
const nothing: Said = { count: 0, sentence: '' };

/** The two live regions of the desk. They are there from the start: a region that comes with its text is not read. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [polite, setPolite] = useState(nothing);
  const [assertive, setAssertive] = useState(nothing);
  const count = useRef(0);
  const announce = useCallback<Announce>((sentence, politeness = 'polite') => {
    count.current++;
    const said = { count: count.current, sentence };
    if (politeness === 'polite') setPolite(said);
    else setAssertive(said);
  }, []);
  const value = useMemo(() => announce, [announce]);
  return (
    <AnnounceContext value={value}>
      {children}
      <div className={hidden.hidden} data-react-aria-top-layer="true">
        <div role="status" aria-live="polite">
          <span key={polite.count}>{polite.sentence}</span>
        </div>
        <div role="alert" aria-live="assertive">
          <span key={assertive.count}>{assertive.sentence}</span>
        </div>
      </div>
    </AnnounceContext>
  );
}
