import { useEffect, useRef, useState } from 'react';
import { organisationId, type Organisation } from '../../../domain/organisation/organisation.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { useField } from '../ticket/use-field.ts';
import { useText } from '../words/use-text.ts';
import { ColumnField, ColumnForm, FieldHint } from '../who/column-form.tsx';
import column from '../who/column-form.module.css';
import styles from './organisation.module.css';
import { readNumbers, showNumber } from './typed-numbers.ts';

export type OrganisationFormProps = {
  readonly name: string;
  readonly before: Organisation | null;
  readonly onClose: () => void;
};

/** The numbers that are nobody's own, and what to know. What is typed is kept: a crash and Escape leave it for the next time. */
export default function OrganisationForm({ name, before: given, onClose }: OrganisationFormProps) {
  const text = useText();
  const say = useSay();
  const { store, country } = useDesk();
  // What a colleague changes while it is open stands: only what is changed here is sent.
  const [before] = useState(given);
  const shown = (before?.numbers ?? []).map((number) => showNumber(number, country)).join(', ');
  const key = `organisation:${organisationId(name)}`;
  const typed = useField(`${key}:numbers`, shown);
  const note = useField(`${key}:note`, before?.note ?? '');
  const [sending, setSending] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const { numbers, unread } = readNumbers(typed.value, country);
  const ready = unread.length === 0 && !sending;

  const save = async (): Promise<void> => {
    setSending(true);
    const had = before?.numbers ?? [];
    const words = note.value.trim();
    const kept = await typed.draft.flush();
    const result = !kept.ok
      ? kept
      : await mutate(
          store,
          'organisation.update@1',
          {
            name,
            add: numbers.filter((number) => !had.includes(number)),
            remove: had.filter((number) => !numbers.includes(number)),
            ...(words === (before?.note ?? '') ? {} : { note: { base: before?.note ?? '', value: words } }),
          },
          `${key}:numbers`,
        );
    setSending(false);
    if (!result.ok) return say.error(result.code);
    for (const each of [typed, note]) each.draft.type('');
    onClose();
  };

  return (
    <ColumnForm
      label={text('organisation.change', { name })}
      className={[column.inlaid, styles.form].join(' ')}
      save={text('organisation.save')}
      ready={ready}
      onSave={() => void save()}
      onClose={onClose}
    >
      <ColumnField label={text('organisation.numbers')}>
        <input
          ref={first}
          value={typed.value}
          maxLength={800}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={unread.length > 0}
          aria-describedby="organisation-numbers"
          onChange={(event) => typed.type(event.target.value)}
        />
      </ColumnField>
      <FieldHint
        id="organisation-numbers"
        hint={text('organisation.numbersHint')}
        problem={unread.length > 0 ? text('organisation.unread', { words: unread.join(', ') }) : null}
      />
      <ColumnField label={text('organisation.note')}>
        <input value={note.value} maxLength={2000} spellCheck onChange={(event) => note.type(event.target.value)} />
      </ColumnField>
    </ColumnForm>
  );
}
