import { useStoreQuery } from '../data/use-store-query.ts';
import { useText } from '../words/use-text.ts';
import styles from './equipment.module.css';
import { equipmentName, kindIcon, kindLabel } from './equipment-words.ts';

/** What everybody of an organisation shares, where it is not known who of them it is. */
export function SharedEquipment({ organisation }: { readonly organisation: string }) {
  const text = useText();
  const items = useStoreQuery('equipment', { contactId: null, organisation }) ?? [];
  if (items.length === 0) return null;
  return (
    <ul className={styles.items} aria-label={text('contact.equipment')}>
      {items.map(({ item }) => {
        const Icon = kindIcon[item.kind];
        return (
          <li key={item.id} className={styles.item}>
            <Icon size={14} className={styles.icon} aria-label={text(kindLabel[item.kind])} />
            <span className={styles.name} data-selectable="">
              {equipmentName(item)}
              {item.note === '' ? null : <span className={styles.note}>{item.note}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
