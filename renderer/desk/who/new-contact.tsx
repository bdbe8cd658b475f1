import type { CountryCode } from 'libphonenumber-js/max';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { useCallLog } from '../call-log/call-log-context.ts';
import { useDesk } from '../data/services.ts';
import { mutate as mutateWithDraft } from '../data/mutate.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useSay } from '../notices/use-notices.ts';
import { usePhone } from '../phone/use-phone.ts';
import { usePlace } from '../place/place.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { useDraft, type DraftText } from '../ticket/use-draft.ts';
import { displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import { meaningfulName } from './caller.ts';
import { ColumnField, ColumnForm } from './column-form.tsx';
import { KnownPeople } from './known-people.tsx';
import styles from './who.module.css';

/** Who is calling: the call and its ticket take them over. */
export function NewContact({ callId }: { readonly callId: Id }) {
  const place = usePlace();
  const mutate = useMutate();
  const log = useCallLog();
  const row = useStoreQuery('call', { id: callId });
  const live = usePhone().snapshot?.calls.find((call) => call.id === callId);
  const ticketId = row?.ticketId ?? null;
  const view = useStoreQuery('ticket', { id: ticketId ?? '' }, { off: ticketId === null });
  return (
    <ContactOf
      of={callId}
      number={live?.number ?? row?.number ?? null}
      given={live === undefined ? '' : (meaningfulName(live) ?? '')}
      ticket={view?.ticket ?? null}
      link={async (contactId) => {
        await log?.logged(callId);
        await mutate('call.link@1', { id: callId, contactId });
      }}
      onClose={() => place.askContact(null)}
    />
  );
}

export type ContactOfProps = {
  /** The call, or the ticket where there is no call any more. */
  readonly of: Id;
  readonly number: string | null;
  /** The name that the PBX gave. */
  readonly given?: string;
  readonly ticket: Ticket | null;
  /** Whatever else is theirs. */
  readonly link?: (contactId: Id) => Promise<void>;
  readonly onClose: () => void;
};

/**
 * Makes whoever it is a contact, or finds them among the contacts: the number is filled in, the name is asked. What is typed is
 * kept as it is typed: a crash and Escape leave it for the next time.
 */
export function ContactOf({ of, number, given = '', ticket, link, onClose }: ContactOfProps) {
  const text = useText();
  const say = useSay();
  const place = usePlace();
  const mutate = useMutate();
  const { store, country } = useDesk();
  const nameKey = `contact:${of}:name`;
  const typedName = useDraft(nameKey);
  const organisation = useDraft(`contact:${of}:organisation`);
  const town = useDraft(`contact:${of}:town`);
  const caller = useStoreQuery('caller', { number }, { off: number === null });
  // The one whose number it is, until the agent has typed another or none.
  const [organisationTouched, setOrganisationTouched] = useState(false);
  const recognised = caller?.recognition.kind === 'organisation' ? caller.recognition.name : '';
  const organisationName = organisationTouched || organisation.text !== '' ? organisation.text : recognised;
  const drafts = [typedName, organisation, town];
  // The name that the PBX gave, until the agent has typed one, which may be none.
  const [touched, setTouched] = useState(false);
  const name = touched || typedName.text !== '' ? typedName.text : given;
  const field = useRef<HTMLInputElement>(null);
  // After a crash the focus goes where it was, which may be elsewhere.
  const [returning] = useState(() => place.spot.waits('field'));
  useEffect(() => {
    if (!returning) field.current?.focus();
  }, [returning]);

  const discard = (): void => {
    for (const draft of drafts) draft.type('');
  };
  const e164 = number === null ? undefined : toE164(number, country as CountryCode);
  const linkTo = async (contactId: Id): Promise<void> => {
    await link?.(contactId);
    if (ticket === null) return;
    const changes = { contactId: { base: ticket.contactId, value: contactId } };
    await mutate('ticket.update@1', { id: ticket.id, entryId: newId(), changes });
  };
  const save = async (): Promise<void> => {
    const id = newId();
    await Promise.all(drafts.map((draft) => draft.flush()));
    const contact = {
      id,
      name: name.trim(),
      organisation: organisationName.trim() || null,
      town: town.text.trim() || null,
      email: null,
      numbers: e164 === undefined ? [] : [e164],
      customerNumber: null,
    };
    const made = await mutateWithDraft(store, 'contact.create@1', contact, nameKey);
    if (!made.ok) return say.error(made.code);
    discard();
    await linkTo(id);
    onClose();
    say.good('contact.made', { name: name.trim() });
  };
  // A switchboard's number is nobody's own.
  const takesNumber = e164 !== undefined && caller?.recognition.kind !== 'organisation';
  const isThem = async ({ id, name: theirs, numbers }: Contact): Promise<void> => {
    await linkTo(id);
    if (takesNumber && !numbers.includes(e164)) {
      const changes = { numbers: { base: numbers, value: [...numbers, e164] } };
      if (!(await mutate('contact.update@1', { id, changes }))) return;
      say.good('contact.numberAdded', { name: theirs, number: displayNumber(number, country) ?? e164 });
    }
    discard();
    onClose();
  };

  return (
    <ColumnForm
      label={text('contact.new')}
      className={styles.form}
      save={text('contact.save')}
      ready={name.trim() !== ''}
      onSave={() => void save()}
      onClose={onClose}
      onCancel={() => {
        discard();
        onClose();
      }}
      leavesColumn
    >
      <h2 className={styles.heading}>{text('contact.new')}</h2>
      <Field
        name="contact-name"
        label={text('contact.name')}
        field={field}
        draft={typedName}
        value={name}
        maxLength={120}
        required
        onType={() => setTouched(true)}
      />
      <KnownPeople typed={name} takesNumber={takesNumber} onChoose={(contact) => void isThem(contact)} />
      <Field
        name="contact-organisation"
        label={text('contact.organisation')}
        draft={organisation}
        value={organisationName}
        maxLength={120}
        onType={() => setOrganisationTouched(true)}
      />
      <Field name="contact-town" label={text('contact.town')} draft={town} maxLength={80} />
      {number === null && link === undefined ? null : (
        <p className={styles.fact} data-figures="">
          {displayNumber(number, country) ?? text('caller.withheld')}
        </p>
      )}
    </ColumnForm>
  );
}

type FieldProps = {
  /** Of the place in the desk, for the focus that comes back. */
  readonly name: string;
  readonly label: string;
  readonly draft: DraftText;
  readonly maxLength: number;
  readonly required?: boolean;
  /** What is shown, where it is not the draft. */
  readonly value?: string;
  readonly field?: RefObject<HTMLInputElement | null>;
  readonly onType?: () => void;
};

function Field({ name, label, draft, value = draft.text, field, onType, ...limits }: FieldProps) {
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  useKeptField(name, input, draft.known);
  return (
    <ColumnField label={label}>
      <input
        ref={input}
        data-place={name}
        value={value}
        {...limits}
        onChange={(event) => {
          onType?.();
          draft.type(event.target.value);
        }}
      />
    </ColumnField>
  );
}
