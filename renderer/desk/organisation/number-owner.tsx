import { Building2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CountryCode } from 'libphonenumber-js/max';
import { organisationKey } from '../../../domain/organisation/organisation.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { useAction } from '../actions/use-action.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { useText } from '../words/use-text.ts';
import { ColumnField, ColumnForm } from '../who/column-form.tsx';
import column from '../who/column-form.module.css';
import styles from './organisation.module.css';
import { useOrganisationNames } from './use-organisation-names.ts';

/** A number that nobody is known by: one key says whose switchboard it is, and every caller from it is of that organisation. */
export default function NumberOwner({ number }: { readonly number: string }) {
  const text = useText();
  const [asking, setAsking] = useState(false);
  const { country } = useDesk();
  const e164 = toE164(number, country as CountryCode);
  useAction('contact.organisation', e164 === undefined ? null : () => setAsking(true));
  if (e164 === undefined) return null;
  if (asking) return <OwnerForm e164={e164} onClose={() => setAsking(false)} />;
  return (
    <Button action="contact.organisation" icon={<Building2 size={14} />} onClick={() => setAsking(true)}>
      {text('organisation.ofNumber')}
    </Button>
  );
}

function OwnerForm({ e164, onClose }: { readonly e164: string; readonly onClose: () => void }) {
  const text = useText();
  const say = useSay();
  const { store } = useDesk();
  const key = `organisation:${e164}`;
  const typed = useDraft(key);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { names, asWritten } = useOrganisationNames(typed.text);
  const name = asWritten(typed.text);
  const save = async (): Promise<void> => {
    const kept = await typed.flush();
    const result = kept.ok
      ? await mutate(store, 'organisation.update@1', { name, add: [e164], remove: [] }, key)
      : kept;
    if (!result.ok) return say.error(result.code);
    typed.forget();
    onClose();
  };
  return (
    <ColumnForm
      label={text('organisation.ofNumber')}
      className={[column.inlaid, styles.form].join(' ')}
      save={text('organisation.save')}
      ready={organisationKey(name) !== ''}
      onSave={() => void save()}
      onClose={onClose}
    >
      <ColumnField label={text('contact.organisation')}>
        <input
          ref={field}
          value={typed.text}
          list={listId}
          maxLength={120}
          autoComplete="off"
          required
          onChange={(event) => typed.type(event.target.value)}
        />
      </ColumnField>
      <datalist id={listId}>
        {names.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </ColumnForm>
  );
}
