import { useState } from 'react';
import { Button } from '../design/button.tsx';
import type { EntryProps } from '../timeline/timeline-item.ts';
import { WrittenItem } from '../timeline/written-item.tsx';
import item from '../timeline/written-item.module.css';
import { useText } from '../words/use-text.ts';
import styles from './exchange-item.module.css';
import { EmailMark, KindMark } from './kind-mark.tsx';

/** Longer ones are folded: a whole thread of e-mails would hide what happened around it. */
const foldedFrom = { lines: 10, characters: 900 };

/** An e-mail or a chat of elsewhere, in the ticket's history: with whom, when, and who recorded it. */
export function ExchangeItem({ entry, authorName, delivery }: EntryProps<'email' | 'chat'>) {
  const text = useText();
  const name = entry.correspondent;
  const rest = { at: entry.at, by: text('timeline.recordedBy', { name: authorName }), delivery };
  if (entry.kind === 'chat') {
    return (
      <WrittenItem sign={<KindMark kind="chat" size={14} />} title={text('timeline.chat', { name })} {...rest}>
        <Folded written={entry.text} />
      </WrittenItem>
    );
  }
  const incoming = entry.direction === 'incoming';
  return (
    <WrittenItem
      sign={<EmailMark incoming={incoming} size={14} />}
      title={text(incoming ? 'timeline.emailIn' : 'timeline.emailOut', { name })}
      {...rest}
    >
      {entry.subject === '' ? null : (
        <p className={styles.subject} data-selectable="">
          {entry.subject}
        </p>
      )}
      <Folded written={entry.text} />
    </WrittenItem>
  );
}

function Folded({ written }: { readonly written: string }) {
  const text = useText();
  const long = written.length > foldedFrom.characters || written.split('\n').length > foldedFrom.lines;
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className={[item.text, styles.text].join(' ')} data-folded={long && !open ? '' : undefined} data-selectable="">
        {written}
      </p>
      {long ? (
        <Button className={styles.fold ?? ''} aria-expanded={open} onClick={() => setOpen(!open)}>
          {text(open ? 'timeline.fold' : 'timeline.unfold')}
        </Button>
      ) : null}
    </>
  );
}
