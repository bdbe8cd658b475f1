import { useDesk } from '../data/services.ts';
import { initials } from '../words/initials.ts';
import type { EntryProps } from './timeline-item.ts';
import { WrittenItem } from './written-item.tsx';
import styles from './written-item.module.css';

/** What an agent wrote down. */
export function NoteItem({ entry, authorName, delivery }: EntryProps<'note'>) {
  const { me } = useDesk();
  return (
    <WrittenItem
      sign={initials(authorName)}
      mine={entry.authorId === me}
      title={authorName}
      at={entry.at}
      delivery={delivery}
    >
      <p className={styles.text} data-selectable="">
        {entry.text}
      </p>
    </WrittenItem>
  );
}
