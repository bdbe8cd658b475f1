import type { CountryCode } from 'libphonenumber-js/max';
import { useEffect, useRef, useState } from 'react';
import { newId, type Id } from '../../../domain/ids.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { useCallLog } from '../call-log/call-log-context.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePhone } from '../phone/use-phone.ts';
import { usePlace } from '../place/place.ts';
import { displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import { meaningfulName } from './caller.ts';
import styles from './who.module.css';

/** Makes the caller a contact: the number is filled in, the name is asked. The call and its ticket take them over. */
export function NewContact({ callId }: { readonly callId: Id }) {
  const text = useText();
  const say = useSay();
  const place = usePlace();
  const mutate = useMutate();
  const log = useCallLog();
  const { country } = useDesk();
  const row = useStoreQuery('call', { id: callId });
  const live = usePhone().snapshot?.calls.find((call) => call.id === callId);
  const number = live?.number ?? row?.number ?? null;
  const ticketId = row?.ticketId ?? null;
  const ticket = useStoreQuery('ticket', { id: ticketId ?? '' }, { off: ticketId === null });
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [organisation, setOrganisation] = useState('');
  const [town, setTown] = useState('');
  const name = typed ?? (live === undefined ? '' : (meaningfulName(live) ?? ''));
  useEffect(() => field.current?.focus(), []);

  const save = async (): Promise<void> => {
    const id = newId();
    const e164 = number === null ? undefined : toE164(number, country as CountryCode);
    await log?.logged(callId);
    const made = await mutate('contact.create@1', {
      id,
      name: name.trim(),
      organisation: organisation.trim() || null,
      town: town.trim() || null,
      email: null,
      numbers: e164 === undefined ? [] : [e164],
      customerNumber: null,
    });
    if (!made) return;
    await mutate('call.link@1', { id: callId, contactId: id });
    if (ticket != null) {
      const changes = { contactId: { base: ticket.ticket.contactId, value: id } };
      await mutate('ticket.update@1', { id: ticket.ticket.id, entryId: newId(), changes });
    }
    place.askContact(null);
    say.good(text('contact.made', { name: name.trim() }));
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
      <label className={styles.field}>
        <span>{text('contact.name')}</span>
        <input ref={field} value={name} maxLength={120} required onChange={(event) => setTyped(event.target.value)} />
      </label>
      <label className={styles.field}>
        <span>{text('contact.organisation')}</span>
        <input value={organisation} maxLength={120} onChange={(event) => setOrganisation(event.target.value)} />
      </label>
      <label className={styles.field}>
        <span>{text('contact.town')}</span>
        <input value={town} maxLength={80} onChange={(event) => setTown(event.target.value)} />
      </label>
      <p className={styles.fact} data-figures="">
        {displayNumber(number, country) ?? text('caller.withheld')}
      </p>
      <div className={styles.formButtons}>
        <Button kind="accent" submit disabled={name.trim() === ''}>
          {text('contact.save')}
        </Button>
        <Button onClick={() => place.askContact(null)}>{text('dialog.cancel')}</Button>
      </div>
    </form>
  );
}
