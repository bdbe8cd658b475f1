import { AlarmClock, CalendarClock, ListChecks, Phone } from 'lucide-react';
import { CallbackOutcome, punctualityOf } from '../../../domain/callback/callback.ts';
import type { CallbackView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import buttons from '../design/button.module.css';
import { Menu } from '../design/menu.tsx';
import { useWords } from '../words/use-text.ts';
import styles from './callback.module.css';
import { distanceWords, dueWords } from './due-words.ts';
import { useCallbackActs } from './use-callback-acts.ts';
import { closeLabel } from './callback-words.ts';

export type CallbackLineProps = {
  readonly view: CallbackView;
  /** In the narrow column: what it is about under the time, and fewer words on the buttons. */
  readonly narrow?: boolean;
};

/** One promise that is still to be kept: when, by whom, and what can be done. */
export function CallbackLine({ view, narrow = false }: CallbackLineProps) {
  const { text, locale } = useWords();
  const { me } = useDesk();
  const now = useNow(10_000);
  const acts = useCallbackActs();
  const { callback, assigneeName, delivery } = view;
  const punctuality = punctualityOf(callback.dueAt, now);
  const when = dueWords(callback.dueAt, now, locale, text);
  const who = callback.assigneeId === me ? text('callback.byMe') : (assigneeName ?? text('callback.byTeam'));
  return (
    <div
      className={styles.line}
      data-when={punctuality}
      data-narrow={narrow ? '' : undefined}
      role="group"
      aria-label={text('callback.promisedFor', { when })}
    >
      <AlarmClock size={14} className={styles.mark} data-when={punctuality} aria-hidden="true" />
      <p className={styles.lineWords}>
        <strong>{narrow ? when : text('callback.promisedFor', { when })}</strong>
        {punctuality === 'ahead' ? null : (
          <span className={styles.when} data-when={punctuality}>
            {distanceWords(callback.dueAt, now, text)}
          </span>
        )}
        <span className={styles.quiet}>{who}</span>
        {callback.about === '' ? null : <span className={styles.about}>{callback.about}</span>}
        {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
      </p>
      <span className={styles.lineButtons}>
        <Button
          size="icon"
          aria-label={text('calls.callBack')}
          title={text('calls.callBack')}
          icon={<Phone size={15} />}
          disabled={callback.number === null}
          onClick={() => acts.dial(view)}
        />
        <Button
          size="icon"
          aria-label={text('callback.move')}
          title={text('callback.move')}
          icon={<CalendarClock size={15} />}
          onClick={() => acts.move(view)}
        />
        <Menu
          label={text('callback.close')}
          className={`${buttons['button']} ${buttons['icon']}`}
          sections={[
            {
              title: null,
              choices: CallbackOutcome.options.map((outcome) => ({ id: outcome, label: text(closeLabel[outcome]) })),
            },
          ]}
          onChoose={(id) => void acts.close(view, CallbackOutcome.parse(id))}
        >
          <ListChecks size={15} aria-hidden="true" />
        </Menu>
      </span>
    </div>
  );
}
