import { useEffect, useRef, useState } from 'react';
import type { Contact, Equipment } from '../../../domain/contact/contact.ts';
import { EquipmentKind, type EquipmentItem, type EquipmentOwner } from '../../../domain/equipment/equipment.ts';
import { newId } from '../../../domain/ids.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { useField } from '../ticket/use-field.ts';
import { useText } from '../words/use-text.ts';
import { ColumnField, ColumnForm } from '../who/column-form.tsx';
import column from '../who/column-form.module.css';
import styles from './equipment.module.css';
import { kindLabel, kindOfWords } from './equipment-words.ts';

/** A new one, one that is there, or one that is only words on the contact's card so far. */
export type EquipmentEdit =
  | { readonly kind: 'new' }
  | { readonly kind: 'change'; readonly item: EquipmentItem }
  | { readonly kind: 'words'; readonly words: Equipment };

type FormProps = { readonly contact: Contact; readonly edit: EquipmentEdit; readonly onClose: () => void };

/** Words are kept as they are typed: a crash and Escape leave them for the next time. */
export default function EquipmentForm({ contact, edit, onClose }: FormProps) {
  const text = useText();
  const say = useSay();
  const { store } = useDesk();
  const [before] = useState(() => firstOf(edit));
  const key = `equipment:${edit.kind === 'change' ? edit.item.id : `${contact.id}:${before.name}`}`;
  const [name, serial, note] = [
    useField(`${key}:name`, before.name),
    useField(`${key}:serial`, before.serial),
    useField(`${key}:note`, before.note),
  ];
  const kindField = useField(`${key}:kind`, before.kind);
  const sharedField = useField(
    `${key}:shared`,
    edit.kind === 'change' && edit.item.owner.kind === 'organisation' ? 'yes' : 'no',
  );
  const kind = EquipmentKind.catch(before.kind).parse(kindField.value);
  const shared = sharedField.value === 'yes';
  const [sending, setSending] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const { organisation } = contact;
  const ready = name.value.trim() !== '' && !sending;

  const send = async (retired: boolean): Promise<void> => {
    if (!ready) return;
    setSending(true);
    const typed = { kind, name: name.value.trim(), serial: serial.value.trim(), note: note.value.trim() };
    const kept = await name.draft.flush();
    const result = !kept.ok
      ? kept
      : edit.kind === 'change'
        ? await change(edit.item, typed, retired)
        : await add(typed);
    setSending(false);
    if (!result.ok) return say.error(result.code);
    for (const each of [name, serial, note, kindField, sharedField]) each.draft.type('');
    onClose();
  };
  const ownerOf = (): EquipmentOwner =>
    shared && organisation !== null
      ? { kind: 'organisation', name: organisation }
      : { kind: 'contact', id: contact.id };
  const add = (typed: Pick<EquipmentItem, 'kind' | 'name' | 'serial' | 'note'>) =>
    mutate(
      store,
      'equipment.add@1',
      {
        id: newId(),
        contactId: contact.id,
        owner: ownerOf(),
        ...typed,
        replaces: edit.kind === 'words' ? { kind: edit.words.kind, label: edit.words.label } : null,
      },
      `${key}:name`,
    );
  const change = (
    item: EquipmentItem,
    typed: Pick<EquipmentItem, 'kind' | 'name' | 'serial' | 'note'>,
    retired: boolean,
  ) => {
    const wasShared = item.owner.kind === 'organisation';
    return mutate(
      store,
      'equipment.update@1',
      {
        id: item.id,
        changes: {
          ...(typed.kind === item.kind ? {} : { kind: { base: item.kind, value: typed.kind } }),
          ...(typed.name === item.name ? {} : { name: { base: item.name, value: typed.name } }),
          ...(typed.serial === item.serial ? {} : { serial: { base: item.serial, value: typed.serial } }),
          ...(typed.note === item.note ? {} : { note: { base: item.note, value: typed.note } }),
          ...(shared === wasShared ? {} : { owner: { base: item.owner, value: ownerOf() } }),
          ...(retired ? { retired: { base: false, value: true } } : {}),
        },
      },
      `${key}:name`,
    );
  };

  return (
    <ColumnForm
      label={text(edit.kind === 'new' ? 'equipment.add' : 'equipment.change')}
      className={[column.inlaid, styles.form].join(' ')}
      save={text('equipment.save')}
      ready={ready}
      onSave={() => void send(false)}
      onClose={onClose}
      more={
        edit.kind === 'change' ? (
          <Button className={styles.retire ?? ''} onClick={() => void send(true)}>
            {text('equipment.retire')}
          </Button>
        ) : null
      }
    >
      <ColumnField label={text('equipment.name')}>
        <input
          ref={first}
          value={name.value}
          maxLength={120}
          required
          onChange={(event) => name.type(event.target.value)}
        />
      </ColumnField>
      <ColumnField label={text('equipment.kind')}>
        <select className={styles.select} value={kind} onChange={(event) => kindField.type(event.target.value)}>
          {EquipmentKind.options.map((each) => (
            <option key={each} value={each}>
              {text(kindLabel[each])}
            </option>
          ))}
        </select>
      </ColumnField>
      <ColumnField label={text('equipment.serial')}>
        <input
          value={serial.value}
          maxLength={80}
          spellCheck={false}
          onChange={(event) => serial.type(event.target.value)}
        />
      </ColumnField>
      <ColumnField label={text('equipment.note')}>
        <input value={note.value} maxLength={2000} spellCheck onChange={(event) => note.type(event.target.value)} />
      </ColumnField>
      {organisation === null ? null : (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={shared}
            onChange={(event) => sharedField.type(event.target.checked ? 'yes' : 'no')}
          />
          <span>{text('equipment.sharedBy', { organisation })}</span>
        </label>
      )}
    </ColumnForm>
  );
}

function firstOf(edit: EquipmentEdit): Pick<EquipmentItem, 'kind' | 'name' | 'serial' | 'note'> {
  switch (edit.kind) {
    case 'new':
      return { kind: 'computer', name: '', serial: '', note: '' };
    case 'change':
      return edit.item;
    case 'words': {
      const { kind, label } = edit.words;
      const [name = label, serial = ''] = label.split(/ n° ?/, 2);
      return { kind: kindOfWords(`${kind} ${label}`), name, serial, note: '' };
    }
  }
}
