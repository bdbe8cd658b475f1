import { useEffect, type ReactNode } from 'react';
import type { Instant } from '../../../domain/ids.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { useNow } from '../data/use-now.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import { errorText } from '../words/labels.ts';
import { secondsBetween } from '../words/time.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';

/** How long it is said that a call was had again, ms. */
const saidForMs = 12_000;

export type CallProgressProps = {
  /** What the call is doing, in words, when nothing is wrong with it. */
  readonly state: string;
  readonly unconfirmed: boolean;
  /** Nobody hears anybody since then; null: they do. */
  readonly since: Instant | null;
  /** And nobody has heard anybody in it before. */
  readonly missing?: boolean;
  /** Nobody will hear the agent either once they do. */
  readonly muted?: boolean;
  readonly gap: PhoneCall['lastGap'];
};

/** What a call is doing; while it is being had again, for how long already; and after that, how long nobody heard anybody. */
export function CallProgress({ state, unconfirmed, since, missing = false, muted = false, gap }: CallProgressProps) {
  if (since !== null) return <Reconnecting key={String(missing)} since={since} missing={missing} muted={muted} />;
  const usual = (
    <span className={styles.callState} data-pending={unconfirmed ? '' : undefined}>
      {state}
    </span>
  );
  return gap === null ? usual : <Resumed key={gap.endedAt} gap={gap} usual={usual} />;
}

type ReconnectingProps = { readonly since: Instant; readonly missing: boolean; readonly muted: boolean };

function Reconnecting({ since, missing, muted }: ReconnectingProps) {
  const text = useText();
  const announce = useAnnounce();
  const now = useNow(500);
  const said = missing ? errorText('PHONE_NO_SOUND', text) : text('call.reconnectingSaid');
  useEffect(() => announce(said), [announce, said]);
  const seconds = Math.floor(secondsBetween(since, now));
  const state = text(missing ? 'call.withoutSound' : 'call.reconnecting', { seconds });
  return (
    <span className={styles.callReconnecting} data-figures="" role="timer">
      {muted ? text('call.mutedAnd', { state }) : state}
    </span>
  );
}

type ResumedProps = { readonly gap: NonNullable<PhoneCall['lastGap']>; readonly usual: ReactNode };

function Resumed({ gap, usual }: ResumedProps) {
  const text = useText();
  const announce = useAnnounce();
  const now = useNow(1000);
  const said = now - Date.parse(gap.endedAt) < saidForMs;
  const sentence = text('call.resumed', { seconds: Math.max(1, Math.round(gap.ms / 1000)) });
  useEffect(() => {
    if (said) announce(sentence);
    // Once; what is said does not change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <>
      {usual}
      {said ? <span className={styles.callResumed}>{sentence}</span> : null}
    </>
  );
}
