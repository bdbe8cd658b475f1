import { Laptop, Pencil, Plus, Router, Smartphone } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Contact, Equipment } from '../../../domain/contact/contact.ts';
import { useAction } from '../actions/use-action.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { useText } from '../words/use-text.ts';
import who from '../who/who.module.css';
import type { EquipmentEdit } from './equipment-form.tsx';
import styles from './equipment.module.css';
import { equipmentName, kindIcon, kindLabel } from './equipment-words.ts';

const EquipmentForm = lazy(() => import('./equipment-form.tsx'));

/** What a contact works with, written down and corrected while they say it. */
export default function ContactEquipment({ contact }: { readonly contact: Contact }) {
  const text = useText();
  const { id, organisation } = contact;
  const items = useStoreQuery('equipment', { contactId: id, organisation }) ?? [];
  const [edit, setEdit] = useState<EquipmentEdit | null>(null);
  const add = (): void => setEdit({ kind: 'new' });
  useAction('contact.equipment', add);
  return (
    <section className={who.part} aria-label={text('contact.equipment')}>
      <h2 className={who.heading}>{text('contact.equipment')}</h2>
      <ul className={styles.items}>
        {items.map(({ item, delivery }) => {
          const Icon = kindIcon[item.kind];
          const name = equipmentName(item);
          return (
            <li key={item.id} className={styles.item}>
              <Icon size={14} className={styles.icon} aria-label={text(kindLabel[item.kind])} />
              <span className={styles.name} data-selectable="">
                {name}
                {item.owner.kind === 'organisation' ? (
                  <span className={styles.shared}>{text('equipment.shared')}</span>
                ) : null}
                {item.note === '' ? null : <span className={styles.note}>{item.note}</span>}
              </span>
              {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
              <EditButton name={name} onClick={() => setEdit({ kind: 'change', item })} />
            </li>
          );
        })}
        {contact.equipment.map((words, index) => {
          const Icon = wordsIcon(words);
          return (
            <li key={`${index} ${words.label}`} className={styles.item}>
              <Icon size={14} className={styles.icon} aria-hidden="true" />
              <span className={styles.name} data-selectable="">
                {words.label}
              </span>
              <EditButton name={words.label} onClick={() => setEdit({ kind: 'words', words })} />
            </li>
          );
        })}
      </ul>
      {edit === null ? (
        <Button action="contact.equipment" icon={<Plus size={14} />} onClick={add}>
          {text('equipment.add')}
        </Button>
      ) : (
        <Suspense fallback={null}>
          <EquipmentForm key={keyOf(edit)} contact={contact} edit={edit} onClose={() => setEdit(null)} />
        </Suspense>
      )}
    </section>
  );
}

function EditButton({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  const text = useText();
  return (
    <Button
      size="icon"
      className={styles.edit ?? ''}
      aria-label={text('equipment.edit', { name })}
      title={text('equipment.edit', { name })}
      icon={<Pencil size={13} />}
      onClick={onClick}
    />
  );
}

function keyOf(edit: EquipmentEdit): string {
  return edit.kind === 'new' ? 'new' : edit.kind === 'change' ? edit.item.id : edit.words.label;
}

/** Words from an import, whose kind is anybody's. */
function wordsIcon(words: Equipment): typeof Laptop {
  if (/box|routeur|router|modem|fibre|switch|wifi/i.test(words.kind)) return Router;
  if (/mobile|phone|tablet/i.test(words.kind)) return Smartphone;
  return Laptop;
}
