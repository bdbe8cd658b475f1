import type { Contact } from '../../../domain/contact/contact.ts';
import type { Id } from '../../../domain/ids.ts';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './choose-contact.module.css';

export type ChooseContactProps = {
  readonly contacts: readonly Contact[];
  readonly onChoose: (contactId: Id) => void;
};

/** One number, several people: the agent says who it is, at once or later. */
export function ChooseContact({ contacts, onChoose }: ChooseContactProps) {
  const text = useText();
  return (
    <div className={styles.choose} role="group" aria-label={text('caller.choose')}>
      {contacts.slice(0, 6).map((contact) => (
        <Button key={contact.id} kind="outlined" onClick={() => onChoose(contact.id)}>
          {contact.name}
        </Button>
      ))}
    </div>
  );
}
