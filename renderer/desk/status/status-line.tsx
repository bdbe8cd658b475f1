import { CircleAlert, CircleCheck, CircleDashed, Clock } from 'lucide-react';
import { useEffect } from 'react';
import { useAction, useActions } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { KeyHint } from '../design/key-hint.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useSay } from '../notices/use-notices.ts';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { errorText } from '../words/labels.ts';
import {
  clockSentence,
  networkSentence,
  phoneSentence,
  sentenceText,
  serverSentence,
  storeSentence,
  updateSentence,
  type Sentence,
  type Tone,
} from '../words/status.ts';
import { useText } from '../words/use-text.ts';
import { useUpdate } from './use-update.ts';
import styles from './status.module.css';
import { useOnline } from './use-online.ts';

const icons = { calm: CircleCheck, busy: CircleDashed, wait: Clock, stop: CircleAlert } as const satisfies Record<
  Tone,
  unknown
>;

/**
 * The network, the phone, the server with what waits for it, and this machine's data, in words that need no explanation, and what can
 * be done when something is wrong.
 */
export function StatusLine({ onSignIn }: { readonly onSignIn: () => void }) {
  const text = useText();
  const actions = useActions();
  const command = useCommand();
  const announce = useAnnounce();
  const say = useSay();
  const { store } = useDesk();
  const phone = usePhone();
  const status = useStoreQuery('status', null);
  const line = phoneSentence(phone);
  const server = serverSentence(status);
  const network = networkSentence(useOnline());
  const data = storeSentence(status);
  const clock = clockSentence(status);
  const update = useUpdate(status);
  const newer = updateSentence(update.state);
  const refused = status?.refused.length ?? 0;
  const account = phone.snapshot?.account.state;
  const microphone = phone.snapshot?.devices.microphone.state;

  const retryLine = (): void => command({ type: 'retryLine' });
  const retryMicrophone = (): void => command({ type: 'retryMicrophone' });
  const syncNow = (): void => void store.request('syncNow', null).catch(() => undefined);
  const lineDown = phone.link === 'connected' && (account === 'retrying' || account === 'failed');
  const microphoneGone = phone.link === 'connected' && microphone === 'unavailable';
  useAction('desk.retryLine', lineDown ? retryLine : null);
  useAction('desk.retryMicrophone', microphoneGone ? retryMicrophone : null);
  useAction('desk.syncNow', syncNow);
  useAction('desk.installUpdate', update.install);

  // What changes by itself far from the eyes is said: only when its meaning changes, not with every count.
  useEffect(() => {
    if (line.tone !== 'busy') announce(sentenceText(line, text));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [line.id, line.code]);
  useEffect(() => {
    if (server.tone === 'wait' || server.tone === 'stop') announce(sentenceText(server, text));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [server.id, server.code]);

  useEffect(() => {
    if (network !== null) announce(sentenceText(network, text));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [network === null]);

  useEffect(() => {
    if (clock !== null) announce(sentenceText(clock, text));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [clock?.id]);

  const rebuiltAt = status?.rebuiltAt;
  useEffect(() => {
    // Once: not again at every later start.
    if (rebuiltAt !== undefined && Date.parse(rebuiltAt) >= performance.timeOrigin) say.info('status.rebuilt');
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rebuiltAt]);
  const journal = status?.journal;
  useEffect(() => {
    if (journal !== undefined) say.info('status.journal', undefined, journal === 'SHELL_FAILED' ? undefined : journal);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [journal]);

  return (
    <footer className={styles.status} aria-label={text('status.label')}>
      {network === null ? null : <Part name="network" sentence={network} />}
      <Part name="phone" sentence={line}>
        {lineDown ? <Act label={text('status.retry')} onAct={retryLine} /> : null}
        {microphoneGone && !lineDown ? <Act label={text('status.retry')} onAct={retryMicrophone} /> : null}
      </Part>
      <Part name="server" sentence={server}>
        {status?.sync.state === 'offline' ? <Act label={text('status.retry')} onAct={syncNow} /> : null}
        {status?.sync.state === 'signed-out' ? <Act label={text('signIn.again')} onAct={onSignIn} /> : null}
      </Part>
      {data === null ? null : <Part name="store" sentence={data} />}
      {clock === null ? null : <Part name="clock" sentence={clock} />}
      {newer === null ? null : (
        <Part name="update" sentence={newer}>
          {update.install === null ? null : <Act label={text('update.install')} onAct={update.install} />}
        </Part>
      )}
      {refused === 0 ? null : (
        <button type="button" className={styles.refused} onClick={() => actions.run('desk.refused')}>
          <CircleAlert size={13} aria-hidden="true" />
          {text('status.refused', { count: refused })}
        </button>
      )}
      <button type="button" className={styles.first} onClick={() => actions.run('desk.incidents')}>
        <KeyHint action="desk.incidents" />
        {text('status.incidents')}
      </button>
      <button type="button" className={styles.commands} onClick={() => actions.run('desk.palette')}>
        <KeyHint action="desk.palette" />
        {text('status.commands')}
      </button>
    </footer>
  );
}

type PartProps = {
  readonly name: 'network' | 'phone' | 'server' | 'store' | 'clock' | 'update';
  readonly sentence: Sentence;
  readonly children?: React.ReactNode;
};

function Part({ name, sentence, children }: PartProps) {
  const text = useText();
  const Icon = icons[sentence.tone];
  const why = sentence.code === undefined ? null : errorText(sentence.code, text);
  return (
    <div className={styles.part} data-tone={sentence.tone} data-part={name} title={sentenceText(sentence, text)}>
      <Icon size={13} strokeWidth={2.2} aria-hidden="true" />
      <span className={styles.words}>
        {text(sentence.id, sentence.values)}
        {why === null ? null : <span className={styles.why}>{why}</span>}
      </span>
      {children}
    </div>
  );
}

function Act({ label, onAct }: { readonly label: string; readonly onAct: () => void }) {
  return (
    <button type="button" className={styles.act} onClick={onAct}>
      {label}
    </button>
  );
}
