import { useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { Button } from '../design/button.tsx';
import { endOtherSession, listSessions, type SessionLine } from '../session/sessions.ts';
import { errorText } from '../words/labels.ts';
import { formatMoment, formatWhen } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import styles from './settings.module.css';
import own from './sessions.module.css';

/** Where the agent is signed in, and how to sign out there. */
export function Sessions() {
  const { text } = useWords();
  const { session } = useDesk();
  const [lines, setLines] = useState<readonly SessionLine[] | null>(null);
  const [code, setCode] = useState<ErrorCode | null>(null);
  const [ending, setEnding] = useState<Id | null>(null);
  const [told, setTold] = useState('');
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    let isHere = true;
    void listSessions(fetch, session).then((answer) => {
      if (!isHere) return;
      if (answer.ok) setLines([...answer.value].sort((a, b) => Number(b.current) - Number(a.current)));
      setCode(answer.ok ? null : answer.code);
    });
    return () => {
      isHere = false;
    };
  }, [session]);

  const end = async ({ id, device }: SessionLine): Promise<void> => {
    setEnding(id);
    const answer = await endOtherSession(fetch, session, id);
    setEnding(null);
    setCode(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    setLines((before) => before?.filter((line) => line.id !== id) ?? null);
    setTold(text('settings.sessionEnded', { device }));
    // The button that had the focus is gone.
    list.current?.focus();
  };

  return (
    <section aria-label={text('settings.sessions')}>
      <h3 className={styles.part}>{text('settings.sessions')}</h3>
      {lines === null ? null : (
        <ul ref={list} tabIndex={-1} className={own.lines}>
          {lines.map((line) => (
            <Line key={line.id} line={line} pending={line.id === ending} onEnd={() => void end(line)} />
          ))}
        </ul>
      )}
      {lines !== null && lines.some(({ current }) => !current) ? (
        <p className={own.hint}>{text('settings.sessionsHint')}</p>
      ) : null}
      {code === null ? null : (
        <p className={own.hint} role={lines === null ? undefined : 'alert'}>
          {errorText(code, text)}
        </p>
      )}
      <p className={own.told} role="status">
        {told}
      </p>
    </section>
  );
}

function Line(props: { readonly line: SessionLine; readonly pending: boolean; readonly onEnd: () => void }) {
  const { line, pending, onEnd } = props;
  const { text, locale } = useWords();
  const now = useNow(60_000);
  const since = text('settings.sessionSince', { when: formatMoment(line.createdAt, locale) });
  return (
    <li className={own.line}>
      <span className={own.device}>{line.device}</span>
      <span className={own.seen} title={since}>
        {line.current
          ? text('settings.sessionHere')
          : text('settings.sessionSeen', { when: formatWhen(line.lastSeenAt, now, locale, text) })}
      </span>
      {line.current ? null : (
        <Button
          kind="outlined"
          pending={pending}
          disabled={pending}
          aria-label={text('settings.sessionEndOf', { device: line.device })}
          onClick={onEnd}
        >
          {text('settings.sessionEnd')}
        </Button>
      )}
    </li>
  );
}
