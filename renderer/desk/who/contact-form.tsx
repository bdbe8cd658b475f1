import { useEffect, useId, useRef, useState } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { sameNumbers } from '../../../domain/contact/numbers.ts';
import type { MutationArgs } from '../../../domain/mutation/registry.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { useOrganisationNames } from '../organisation/use-organisation-names.ts';
import { useField } from '../ticket/use-field.ts';
import { areNumbers, numbersProblem, readPersonsNumbers, showPersonsNumbers } from '../words/typed-numbers.ts';
import { useText } from '../words/use-text.ts';
import { ColumnField, ColumnForm, FieldHint } from './column-form.tsx';
import column from './column-form.module.css';
import styles from './contact-form.module.css';

export type ContactFormProps = {
  readonly contact: Contact;
  /** Each time that it is asked for it takes the focus; not when it only comes back with another ticket. */
  readonly asked: number;
  readonly onClose: () => void;
};

type Changes = MutationArgs<'contact.update@1'>['changes'];

/** What the caller says of themselves, corrected while they say it. A crash and Escape leave what is typed for the next time. */
export default function ContactForm({ contact, asked, onClose }: ContactFormProps) {
  const text = useText();
  const say = useSay();
  const { store, country } = useDesk();
  // What a colleague changes while it is open stands: only what is changed here is sent.
  const [before] = useState(contact);
  const key = `contact:${before.id}`;
  const name = useField(`${key}:name`, before.name);
  const numbers = useField(`${key}:numbers`, showPersonsNumbers(before.numbers, country));
  const email = useField(`${key}:email`, before.email ?? '');
  const organisation = useField(`${key}:organisation`, before.organisation ?? '');
  const town = useField(`${key}:town`, before.town ?? '');
  const customerNumber = useField(`${key}:customer-number`, before.customerNumber ?? '');
  const note = useField(`${key}:note`, before.note ?? '');
  const fields = [name, numbers, email, organisation, town, customerNumber, note];
  const [sending, setSending] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asked > 0) first.current?.focus();
  }, [asked]);
  const hintId = useId();
  const listId = useId();
  const organisations = useOrganisationNames(organisation.value);
  const read = readPersonsNumbers(numbers.value, country);
  const problem = numbersProblem(read, text);
  const ready = name.value.trim() !== '' && areNumbers(read) && !sending;

  const discard = (): void => {
    for (const field of fields) field.draft.type('');
  };
  const changes = (): Changes => {
    const spelled = organisations.asWritten(organisation.value) || null;
    const words = { town, email, customerNumber, note };
    return {
      ...(name.value.trim() === before.name ? {} : { name: { base: before.name, value: name.value.trim() } }),
      ...(spelled === before.organisation ? {} : { organisation: { base: before.organisation, value: spelled } }),
      ...(sameNumbers(read.numbers, before.numbers)
        ? {}
        : { numbers: { base: before.numbers, value: [...read.numbers] } }),
      ...Object.fromEntries(
        Object.entries(words).flatMap(([field, { value }]) => {
          const base = before[field as keyof typeof words];
          const typed = value.trim() || null;
          return typed === (base?.trim() || null) ? [] : [[field, { base, value: typed }]];
        }),
      ),
    };
  };
  const save = async (): Promise<void> => {
    const wanted = changes();
    if (Object.keys(wanted).length > 0) {
      setSending(true);
      const kept = await name.draft.flush();
      const result = kept.ok
        ? await mutate(store, 'contact.update@1', { id: before.id, changes: wanted }, `${key}:name`)
        : kept;
      setSending(false);
      if (!result.ok) return say.error(result.code);
    }
    discard();
    onClose();
  };

  return (
    <ColumnForm
      label={text('contact.change', { name: before.name })}
      className={[column.inlaid, styles.form].join(' ')}
      save={text('organisation.save')}
      ready={ready}
      onSave={() => void save()}
      onClose={onClose}
      onCancel={() => {
        discard();
        onClose();
      }}
    >
      <ColumnField label={text('contact.name')}>
        <input
          ref={first}
          value={name.value}
          maxLength={120}
          required
          onChange={({ target }) => name.type(target.value)}
        />
      </ColumnField>
      <ColumnField label={text('contact.numbers')}>
        <input
          value={numbers.value}
          maxLength={400}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={hintId}
          onChange={({ target }) => numbers.type(target.value)}
        />
      </ColumnField>
      <FieldHint id={hintId} hint={text('contact.numbersHint')} problem={problem} />
      <ColumnField label={text('contact.email')}>
        <input
          value={email.value}
          maxLength={254}
          inputMode="email"
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => email.type(target.value)}
        />
      </ColumnField>
      <ColumnField label={text('contact.organisation')}>
        <input
          value={organisation.value}
          list={listId}
          maxLength={120}
          autoComplete="off"
          onChange={({ target }) => organisation.type(target.value)}
        />
      </ColumnField>
      <datalist id={listId}>
        {organisations.names.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <div className={styles.pair}>
        <ColumnField label={text('contact.town')}>
          <input value={town.value} maxLength={80} onChange={({ target }) => town.type(target.value)} />
        </ColumnField>
        <ColumnField label={text('contact.customerNumberField')}>
          <input
            value={customerNumber.value}
            maxLength={32}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => customerNumber.type(target.value)}
          />
        </ColumnField>
      </div>
      <ColumnField label={text('contact.note')}>
        <textarea
          rows={2}
          value={note.value}
          maxLength={2000}
          spellCheck
          onChange={({ target }) => note.type(target.value)}
        />
      </ColumnField>
    </ColumnForm>
  );
}
