import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import {
  EmailDirection,
  mostOfAddress,
  mostOfCorrespondent,
  mostOfEmailSubject,
  mostOfExchange,
} from '../../../domain/timeline/entry.ts';
import type { TicketView } from '../../store/contract.ts';
import { Field } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import form from '../design/form.module.css';
import { Kept } from '../ticket/kept.tsx';
import { OtherWords } from '../ticket/other-words.tsx';
import { localInput } from '../words/local-input.ts';
import { useWords } from '../words/use-text.ts';
import { instantIn, tooLongBy, typedIn } from './record-draft.ts';
import styles from './records.module.css';
import type { RecordWork } from './use-record.ts';

export type ExchangeDialogProps = {
  readonly view: TicketView;
  readonly work: RecordWork;
  readonly onClose: () => void;
};

/**
 * An e-mail or a chat of elsewhere, pasted or typed, its lines as they were. Ctrl+Enter records it; a crash and Escape leave what was
 * typed for the next time.
 */
export default function ExchangeDialog({ view, work, onClose }: ExchangeDialogProps) {
  const { text, locale } = useWords();
  const { typed } = work;
  const isEmail = work.kind === 'email';
  const [openedAt] = useState(() => localInput(Date.now()));
  const first = useRef<HTMLInputElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const known = (isEmail ? view.contact?.email : view.contact?.name) ?? '';
  const direction = EmailDirection.catch('incoming').parse(typed['direction']);
  const correspondent = typed['correspondent'] ?? known;
  const written = typed['text'] ?? '';
  const when = typed['at'] ?? openedAt;
  const at = instantIn(when);
  const over = tooLongBy(written, mostOfExchange);
  const ready = correspondent.trim() !== '' && written.trim() !== '' && over === 0 && at !== undefined && !work.sending;
  const [begins] = useState(work.begun || known !== '');
  useEffect(() => (begins ? words.current : first.current)?.focus(), [begins]);

  const save = async (): Promise<void> => {
    if (!ready) return;
    const args = { id: newId(), ticketId: view.ticket.id, correspondent, text: written, at };
    const done = isEmail
      ? await work.record('email.record@1', { ...args, direction, subject: typed['subject'] ?? '' }, 'record.emailDone')
      : await work.record('chat.record@1', args, 'record.chatDone');
    if (done) onClose();
  };

  return (
    <FormDialog
      title={text(isEmail ? 'record.emailTitle' : 'record.chatTitle')}
      save={text('record.save')}
      ready={ready}
      onSave={() => void save()}
      onClose={onClose}
      remove={work.begun ? text('record.drop') : undefined}
      onRemove={() => {
        work.drop();
        words.current?.focus();
      }}
    >
      <p className={styles.what}>{text(isEmail ? 'record.emailWhat' : 'record.chatWhat')}</p>
      <div className={form.pair}>
        <Field label={text(isEmail ? 'record.address' : 'record.with')}>
          <input
            ref={first}
            value={correspondent}
            inputMode={isEmail ? 'email' : 'text'}
            autoComplete="off"
            spellCheck={false}
            maxLength={isEmail ? mostOfAddress : mostOfCorrespondent}
            required
            onChange={({ target }) => work.type('correspondent', target.value)}
          />
        </Field>
        <Field label={text(isEmail ? 'record.when' : 'record.began')}>
          <input
            type="datetime-local"
            value={when}
            max={openedAt}
            required
            onChange={({ target }) => work.type('at', target.value)}
          />
        </Field>
      </div>
      {isEmail ? (
        <div className={form.pair}>
          <Field label={text('record.subject')}>
            <input
              value={typed['subject'] ?? ''}
              maxLength={mostOfEmailSubject}
              spellCheck
              onChange={({ target }) => work.type('subject', target.value)}
            />
          </Field>
          <Field label={text('record.direction')}>
            <select
              className={form.select}
              value={direction}
              onChange={({ target }) => work.type('direction', target.value)}
            >
              <option value="incoming">{text('record.incoming')}</option>
              <option value="outgoing">{text('record.outgoing')}</option>
            </select>
          </Field>
        </div>
      ) : null}
      <Field label={text(isEmail ? 'record.text' : 'record.transcript')}>
        <textarea
          ref={words}
          rows={isEmail ? 9 : 11}
          value={written}
          spellCheck
          required
          aria-describedby="record-length"
          onChange={({ target }) => work.type('text', target.value)}
        />
      </Field>
      <p id="record-length" className={form.hint} data-failed={over > 0 ? '' : undefined} role="status">
        {over > 0 ? (
          text('record.tooLong', { count: over, most: mostOfExchange.toLocaleString(locale) })
        ) : (
          <Kept state={work.draft.state} />
        )}
      </p>
      <OtherWords
        draftKey={work.key}
        wordsIn={(kept) => typedIn(kept)['text'] ?? kept}
        onTake={(other) => work.type('text', written.trim() === '' ? other : `${written}\n\n${other}`)}
      />
    </FormDialog>
  );
}
