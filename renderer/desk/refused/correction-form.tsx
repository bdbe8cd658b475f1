import { SendHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { ticketName } from '../ticket/ticket-name.ts';
import { TicketPicker } from '../ticket/ticket-picker.tsx';
import { useDraft } from '../ticket/use-draft.ts';
import { localInput } from '../words/local-input.ts';
import { formatMoment } from '../words/time.ts';
import { areNumbers, numbersProblem, readPersonsNumbers } from '../words/typed-numbers.ts';
import { useText, useWords } from '../words/use-text.ts';
import { correctedArgs } from './correction-args.ts';
import { correctionFields } from './correction-fields.ts';
import { rowOf, type Around, type CorrectionField, type Values } from './correction.ts';
import styles from './refused.module.css';

const Typed = z.record(z.string(), z.string()).catch({});

export type CorrectionFormProps = {
  readonly item: RefusedMutation;
  readonly onDone: () => void;
  readonly onBack: () => void;
};

/**
 * What was refused, to be made otherwise and sent again: the new one takes the place of the old one, in one step. What is typed is kept
 * as it is typed.
 */
export function CorrectionForm({ item, onDone, onBack }: CorrectionFormProps) {
  const text = useText();
  const say = useSay();
  const { store, country } = useDesk();
  const around = useAround(item);
  const key = `refused:${item.id}`;
  const draft = useDraft(key);
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const there = around !== undefined && draft.known;
  useEffect(() => {
    if (there) form.current?.querySelector<HTMLElement>('textarea, input, select, button')?.focus();
  }, [there]);
  if (around === undefined || !draft.known) return null;

  const fields = correctionFields(item, around);
  const typed = typedIn(draft.text);
  const values: Values = Object.fromEntries(fields.map(({ name, value }) => [name, typed[name] ?? value]));
  const ready = !sending && fields.every((field) => isWhole(field, values[field.name] ?? '', country));
  const type = (name: string, value: string): void => draft.type(JSON.stringify({ ...typed, [name]: value }));
  const send = async (): Promise<void> => {
    if (!ready) return;
    setSending(true);
    const kept = await draft.flush();
    const result = kept.ok ? await again(correctedArgs(item, values, around)) : kept;
    setSending(false);
    if (!result.ok) return say.error(result.code);
    draft.forget();
    say.good(text('refused.sentAgain'));
    onDone();
  };
  const again = (args: Readonly<Record<string, unknown>>) =>
    // Parsed by its schema where it runs.
    mutate(store, item.name, args as MutationArgs<MutationName>, { endsDraft: key, settles: item.id });

  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={text('refused.correct')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onBack();
        } else if (event.key === 'Enter' && event.ctrlKey) {
          event.preventDefault();
          void send();
        }
      }}
    >
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          onType={(value) => type(field.name, value)}
        />
      ))}
      {fields.length === 0 ? <p className={styles.still}>{text('refused.asItWas')}</p> : null}
      <div className={styles.buttons}>
        <Button kind="accent" submit disabled={!ready} icon={<SendHorizontal size={14} />}>
          {text('refused.send')}
        </Button>
        <Button onClick={onBack}>{text('dialog.cancel')}</Button>
      </div>
    </form>
  );
}

type FieldProps = { readonly field: CorrectionField; readonly value: string; readonly onType: (value: string) => void };

function Field({ field, value, onType }: FieldProps) {
  const { text, locale } = useWords();
  const label = text(field.label);
  const now =
    field.now === undefined ? null : (
      <span className={styles.now}>
        {text('refused.now', { value: field.kind === 'due' ? formatMoment(field.now, locale) : field.now })}
      </span>
    );
  if (field.kind === 'ticket')
    return <TicketField label={label} required={field.required} value={value} onType={onType} />;
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <Input field={field} value={value} onType={onType} />
      {now}
    </label>
  );
}

function Input({ field, value, onType }: FieldProps) {
  switch (field.kind) {
    case 'line':
      return (
        <input
          value={value}
          maxLength={field.most}
          required={field.required}
          onChange={({ target }) => onType(target.value)}
        />
      );
    case 'numbers':
      return <NumbersInput value={value} onType={onType} />;
    case 'lines':
      return (
        <textarea
          rows={4}
          value={value}
          maxLength={field.most}
          required={field.required}
          spellCheck
          onChange={({ target }) => onType(target.value)}
        />
      );
    case 'choice':
      return (
        <select value={value} onChange={({ target }) => onType(target.value)}>
          {field.choices.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'due':
      return (
        <input
          type="datetime-local"
          required
          value={localInput(value)}
          onChange={({ target }) => {
            if (target.value !== '') onType(new Date(target.value).toISOString());
          }}
        />
      );
    case 'ticket':
      return null;
  }
}

/** What of it is no number is told: nothing of what was typed is left out silently. */
function NumbersInput({ value, onType }: Pick<FieldProps, 'value' | 'onType'>) {
  const text = useText();
  const { country } = useDesk();
  const problem = numbersProblem(readPersonsNumbers(value, country), text);
  return (
    <>
      <input
        value={value}
        maxLength={400}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        onChange={({ target }) => onType(target.value)}
      />
      {problem === null ? null : (
        <span className={styles.now} role="status">
          {problem}
        </span>
      )}
    </>
  );
}

type TicketFieldProps = {
  readonly label: string;
  readonly required: boolean;
  readonly value: string;
  readonly onType: (ticketId: string) => void;
};

/** The ticket that the words go to: the one of before while it can be had, and another that is looked for. */
function TicketField({ label, required, value, onType }: TicketFieldProps) {
  const text = useText();
  const row = useStoreQuery('row', { table: 'tickets', id: value }, { off: value === '' });
  const [choosing, setChoosing] = useState(false);
  const known = (row ?? null) as Ticket | null;
  const gone = value !== '' && row === null;
  // Nothing is said of it before the store has answered.
  if (value !== '' && row === undefined) {
    return (
      <div className={styles.field}>
        <span>{label}</span>
      </div>
    );
  }
  if (choosing || (required && (value === '' || gone))) {
    return (
      <div className={styles.field}>
        <span>{label}</span>
        <TicketPicker
          label={label}
          onPick={(line) => {
            setChoosing(false);
            onType(line.id);
          }}
        />
        {gone ? <span className={styles.now}>{text('refused.ticketGone')}</span> : null}
      </div>
    );
  }
  return (
    <div className={styles.field}>
      <span>{label}</span>
      <div className={styles.chosen}>
        <span>{known === null ? text('refused.noTicket') : ticketName(known, text)}</span>
        <Button onClick={() => setChoosing(true)}>{text('refused.otherTicket')}</Button>
      </div>
    </div>
  );
}

/** What is known of the surroundings; undefined while it is asked. */
function useAround(item: RefusedMutation): Around | undefined {
  const text = useText();
  const { session, country } = useDesk();
  const about = rowOf(item);
  const row = useStoreQuery('row', about ?? { table: 'tickets', id: '' }, { off: about === null });
  const agents = useStoreQuery('agents', null);
  const teams = useStoreQuery('teams', null);
  if (agents === undefined || teams === undefined || (about !== null && row === undefined)) return undefined;
  return { row: row ?? null, agents, teams, myTeamIds: session.info.agent.teamIds, country, text };
}

function typedIn(draft: string): Values {
  if (draft === '') return {};
  try {
    return Typed.parse(JSON.parse(draft));
  } catch {
    return {};
  }
}

function isWhole(field: CorrectionField, value: string, country: string): boolean {
  if (field.kind === 'numbers') return areNumbers(readPersonsNumbers(value, country));
  return field.kind === 'choice' || field.kind === 'due' || !field.required || value.trim() !== '';
}
