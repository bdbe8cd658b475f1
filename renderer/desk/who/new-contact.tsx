import type { CountryCode } from 'libphonenumber-js/max';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { useCallLog } from '../call-log/call-log-context.ts';
import { useDesk } from '../data/services.ts';
import { mutate as mutateWithDraft } from '../data/mutate.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePhone } from '../phone/use-phone.ts';
import { usePlace } from '../place/place.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { useDraft, type DraftText } from '../ticket/use-draft.ts';
import { displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import { meaningfulName } from './caller.ts';
import { KnownPeople } from './known-people.tsx';
import styles from './who.module.css';

/**
 * Makes the caller a contact: the number is filled in, the name is asked. The call and its ticket take them over. What is typed is
 * kept as it is typed: a crash and Escape leave it for the next time.
 */
export function NewContact({ callId }: { readonly callId: Id }) {
  const text = useText();
  const say = useSay();
  const place = usePlace();
  const mutate = useMutate();
  const log = useCallLog();
  const { store, country } = useDesk();
  const row = useStoreQuery('call', { id: callId });
  const live = usePhone().snapshot?.calls.find((call) => call.id === callId);
  const number = live?.number ?? row?.number ?? null;
  const ticketId = row?.ticketId ?? null;
  const ticket = useStoreQuery('ticket', { id: ticketId ?? '' }, { off: ticketId === null });
  const nameKey = `contact:${callId}:name`;
  const typedName = useDraft(nameKey);
  const organisation = useDraft(`contact:${callId}:organisation`);
  const town = useDraft(`contact:${callId}:town`);
  const caller = useStoreQuery('caller', { number }, { off: number === null });
  // The one whose number it is, until the agent has typed another or none.
  const [organisationTouched, setOrganisationTouched] = useState(false);
  const recognised = caller?.recognition.kind === 'organisation' ? caller.recognition.name : '';
  const organisationName = organisationTouched || organisation.text !== '' ? organisation.text : recognised;
  const drafts = [typedName, organisation, town];
  // The name that the PBX gave, until the agent has typed one, which may be none.
  const [touched, setTouched] = useState(false);
  const given = live === undefined ? '' : (meaningfulName(live) ?? '');
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
  /** The call and its ticket are of this contact. */
  const linkTo = async (contactId: Id): Promise<void> => {
    await mutate('call.link@1', { id: callId, contactId });
    if (ticket == null) return;
    const changes = { contactId: { base: ticket.ticket.contactId, value: contactId } };
    await mutate('ticket.update@1', { id: ticket.ticket.id, entryId: newId(), changes });
  };
  const save = async (): Promise<void> => {
    const id = newId();
    await log?.logged(callId);
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
    place.askContact(null);
    say.good('contact.made', { name: name.trim() });
  };
  // A switchboard's number is nobody's own.
  const takesNumber = e164 !== undefined && caller?.recognition.kind !== 'organisation';
  const isThem = async ({ id, name: theirs, numbers }: Contact): Promise<void> => {
    await log?.logged(callId);
    await linkTo(id);
    if (takesNumber && !numbers.includes(e164)) {
      const changes = { numbers: { base: numbers, value: [...numbers, e164] } };
      if (!(await mutate('contact.update@1', { id, changes }))) return;
      say.good('contact.numberAdded', { name: theirs, number: displayNumber(number, country) ?? e164 });
    }
    discard();
    place.askContact(null);
  };

  return (
    <form
      className={styles.form}
      aria-label={text('contact.new')}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') place.askContact(null);
      }}
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
      <p className={styles.fact} data-figures="">
        {displayNumber(number, country) ?? text('caller.withheld')}
      </p>
      <div className={styles.formButtons}>
        <Button kind="accent" submit disabled={name.trim() === ''}>
          {text('contact.save')}
        </Button>
        <Button
          onClick={() => {
            discard();
            place.askContact(null);
          }}
        >
          {text('dialog.cancel')}
        </Button>
      </div>
    </form>
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
    <label className={styles.field}>
      <span>{label}</span>
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
    </label>
  );
}
