import { CalendarClock, CircleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import form from '../design/form.module.css';
import { useSay } from '../notices/use-notices.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { localInput } from '../words/local-input.ts';
import { dialable, displayNumber, numberToKeep } from '../words/number.ts';
import { formatClock } from '../words/time.ts';
import { useText, useWords } from '../words/use-text.ts';
import styles from './callback.module.css';
import { readDueTime, type DueTime } from './due-time.ts';
import { distanceWords, dueWords } from './due-words.ts';
import type { CallbackRequest, CallbackSubject } from './subject.ts';

export type CallbackDialogProps = { readonly request: CallbackRequest; readonly onClose: () => void };

/**
 * A time that is promised, typed as people say it or picked; or another time for one that was. What is typed is kept as it is
 * typed: a crash and Escape leave it for the next time.
 */
export default function CallbackDialog({ request, onClose }: CallbackDialogProps) {
  const { text, locale } = useWords();
  const say = useSay();
  const { store, teamId } = useDesk();
  const before = request.kind === 'move' ? request.view.callback : null;
  const key = draftKey(request);
  const when = useDraft(`${key}:when`);
  const about = useDraft(`${key}:about`);
  // What a colleague changes while it is open is told when it is saved.
  const [seen] = useState(before);
  const [assignee, setAssignee] = useAssignee(seen?.assigneeId);
  const [number, setNumber] = useState(request.kind === 'new' ? (request.subject.numbers[0] ?? '') : '');
  const [aboutTouched, setAboutTouched] = useState(false);
  const [sending, setSending] = useState(false);
  // `in 20 min` counts from when it was typed.
  const [typedAt, setTypedAt] = useState(() => Date.now());
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const now = useNow(5_000);

  const typed = readDueTime(when.text, typedAt);
  // The time of before is no news, but the words and the person may be.
  const time: DueTime = when.text.trim() === '' && seen !== null ? { kind: 'at', at: Date.parse(seen.dueAt) } : typed;
  const words = aboutTouched || about.text !== '' || seen === null ? about.text : seen.about;
  const target = request.kind === 'new' ? dialable(number) : '';
  const ready = time.kind === 'at' && target !== null && teamId !== null && !sending;

  const type = (typedWords: string): void => {
    when.type(typedWords);
    setTypedAt(Date.now());
  };
  const save = async (): Promise<void> => {
    if (!ready) return;
    setSending(true);
    const dueAt = new Date(time.at).toISOString();
    const kept = await about.flush().then(async (first) => (first.ok ? await when.flush() : first));
    const result = !kept.ok
      ? kept
      : request.kind === 'new'
        ? await promise(request.subject, target, dueAt, teamId)
        : await move(dueAt);
    setSending(false);
    if (!result.ok) return say.error(result.code);
    when.forget();
    about.type('');
    say.good(request.kind === 'new' ? 'callback.promised' : 'callback.moved', {
      when: dueWords(dueAt, now, locale, text),
    });
    onClose();
  };
  const promise = (subject: CallbackSubject, to: string, dueAt: string, team: string) =>
    mutate(
      store,
      'callback.promise@1',
      {
        id: newId(),
        entryId: newId(),
        teamId: team,
        number: to,
        contactId: subject.contactId,
        ticketId: subject.ticketId,
        callId: subject.callId,
        dueAt,
        about: words.trim(),
        assigneeId: assignee,
      },
      `${key}:when`,
    );
  const move = (dueAt: string) => {
    const [id, was] = [seen?.id ?? '', seen];
    const changes = {
      ...(was === null || was.dueAt === dueAt ? {} : { dueAt: { base: was.dueAt, value: dueAt } }),
      ...(was === null || was.about === words.trim() ? {} : { about: { base: was.about, value: words.trim() } }),
      ...(was === null || was.assigneeId === assignee ? {} : { assigneeId: { base: was.assigneeId, value: assignee } }),
    };
    return mutate(store, 'callback.update@1', { id, entryId: newId(), changes }, `${key}:when`);
  };

  return (
    <FormDialog
      title={text(request.kind === 'new' ? 'callback.promise' : 'callback.move')}
      size="small"
      save={text(request.kind === 'new' ? 'callback.promiseVerb' : 'callback.save')}
      ready={ready}
      onSave={() => void save()}
      onClose={onClose}
    >
      <Whom request={request} number={number} onNumber={setNumber} />
      <Field label={text('callback.when')}>
        <input
          ref={field}
          value={when.text}
          placeholder={text('callback.whenHint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          aria-describedby="callback-reading"
          onChange={(event) => type(event.target.value)}
        />
      </Field>
      <p id="callback-reading" className={styles.reading} data-kind={time.kind} role="status">
        {time.kind === 'at' ? <CalendarClock size={14} aria-hidden="true" /> : null}
        {time.kind === 'past' || (time.kind === 'unread' && when.text.trim() !== '') ? (
          <CircleAlert size={14} aria-hidden="true" />
        ) : null}
        {readingWords(time, when.text, now, locale, text)}
      </p>
      <div className={styles.quick} role="group" aria-label={text('callback.quick')}>
        {[15, 30, 60].map((minutes) => (
          <Button
            key={minutes}
            kind="outlined"
            onClick={() => type(formatClock(Date.now() + minutes * 60_000, locale))}
          >
            {text('callback.inMinutes', { minutes })}
          </Button>
        ))}
        <Button kind="outlined" onClick={() => type(text('callback.tomorrowTyped'))}>
          {text('callback.tomorrowMorning')}
        </Button>
        <label className={styles.picker}>
          <span className={styles.hidden}>{text('callback.pick')}</span>
          <input
            type="datetime-local"
            value={time.kind === 'at' ? localInput(time.at) : ''}
            min={localInput(now)}
            onChange={(event) => {
              if (event.target.value !== '') type(pickedWords(event.target.value));
            }}
          />
        </label>
      </div>
      <Field label={text('callback.about')}>
        <input
          value={words}
          maxLength={500}
          spellCheck
          placeholder={text('callback.aboutHint')}
          onChange={(event) => {
            setAboutTouched(true);
            about.type(event.target.value);
          }}
        />
      </Field>
      <Assignee value={assignee} onChange={setAssignee} />
    </FormDialog>
  );
}

/** Me at first: who promises is who is waited for. */
function useAssignee(before: string | null | undefined) {
  const { me } = useDesk();
  return useState<string | null>(before === undefined ? me : before);
}

type WhomProps = {
  readonly request: CallbackRequest;
  readonly number: string;
  readonly onNumber: (number: string) => void;
};

/** Who will be called, and at which of their numbers. */
function Whom({ request, number, onNumber }: WhomProps) {
  const text = useText();
  const { country } = useDesk();
  const shown = (each: string): string => displayNumber(each, country) ?? each;
  if (request.kind === 'move') {
    const { callback, contact } = request.view;
    const to = callback.number === null ? null : shown(callback.number);
    return (
      <p className={styles.whom}>
        <strong>{contact?.name ?? to}</strong>
        {contact === null || to === null ? null : <span data-figures="">{to}</span>}
      </p>
    );
  }
  const { name, numbers } = request.subject;
  if (numbers.length === 0) {
    return (
      <>
        {name === '' ? null : (
          <p className={styles.whom}>
            <strong>{name}</strong>
          </p>
        )}
        <Field label={text('callback.number')}>
          <input
            value={number}
            inputMode="tel"
            maxLength={32}
            required
            onChange={(event) => onNumber(event.target.value)}
            onBlur={() => onNumber(numberToKeep(number, country) ?? '')}
          />
        </Field>
      </>
    );
  }
  const [only] = numbers;
  return (
    <p className={styles.whom}>
      <strong>{name}</strong>
      {numbers.length === 1 && only !== undefined ? (
        name === shown(only) ? null : (
          <span data-figures="">{shown(only)}</span>
        )
      ) : (
        <select
          className={form.select}
          aria-label={text('callback.number')}
          value={number}
          onChange={(event) => onNumber(event.target.value)}
        >
          {numbers.map((each) => (
            <option key={each} value={each}>
              {shown(each)}
            </option>
          ))}
        </select>
      )}
    </p>
  );
}

type AssigneeProps = { readonly value: string | null; readonly onChange: (value: string | null) => void };

function Assignee({ value, onChange }: AssigneeProps) {
  const text = useText();
  const { me, teamId } = useDesk();
  const agents = useStoreQuery('agents', null) ?? [];
  const colleagues = agents.filter(({ id, teamIds }) => id !== me && teamId !== null && teamIds.includes(teamId));
  return (
    <Field label={text('callback.assignee')}>
      <select
        className={form.select}
        value={value ?? 'team'}
        onChange={(event) => onChange(event.target.value === 'team' ? null : event.target.value)}
      >
        <option value={me}>{text('callback.me')}</option>
        <option value="team">{text('callback.team')}</option>
        {colleagues.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

function readingWords(
  time: DueTime,
  typed: string,
  now: number,
  locale: string,
  text: ReturnType<typeof useText>,
): string {
  switch (time.kind) {
    case 'at': {
      const at = new Date(time.at).toISOString();
      return text('callback.reading', {
        when: dueWords(at, now, locale, text),
        distance: distanceWords(at, now, text),
      });
    }
    case 'past':
      return text('callback.past');
    case 'unread':
      return typed.trim() === '' ? text('callback.none') : text('callback.unread');
  }
}

/** One draft for one thing. */
function draftKey(request: CallbackRequest): string {
  if (request.kind === 'move') return `callback:${request.view.callback.id}`;
  const { callId, ticketId, contactId } = request.subject;
  return `callback:${callId ?? ticketId ?? contactId ?? 'new'}`;
}

/** `2026-12-03T08:30` as the field of words reads it. */
function pickedWords(value: string): string {
  const [date = '', clock = ''] = value.split('T');
  return `${date.split('-').reverse().join('/')} ${clock.slice(0, 5)}`;
}
