import { MessageCircleQuestionMark } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ValidationView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { Timer } from '../strip/timer.tsx';
import { useText } from '../words/use-text.ts';
import { AnswerPanel } from './answer-panel.tsx';
import styles from './validation.module.css';

/** A colleague's question, on one line until it is opened. `first`: the one that the key opens. */
export function RequestLine({ view, first }: { readonly view: ValidationView; readonly first: boolean }) {
  const text = useText();
  const announce = useAnnounce();
  const [open, setOpen] = useState(false);
  const { validation, asker, ticket } = view;
  const subject = ticket?.subject ?? validation.snapshot?.subject ?? '';
  const title = text('validation.asks', { name: asker.name });
  useAction('desk.validation', first ? () => setOpen((before) => !before) : null);
  useEffect(() => {
    announce(`${title}. ${validation.question}`);
    // Once, when it comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return (
    <section className={styles.request} aria-label={title}>
      <div className={styles.line} data-request="">
        <MessageCircleQuestionMark size={15} className={styles.lineIcon} aria-hidden="true" />
        <strong className={styles.lineName}>{title}</strong>
        <Timer from={validation.askedAt} className={styles.lineTimer} />
        {open ? null : <q className={styles.lineQuestion}>{validation.question}</q>}
        {open || subject === '' ? null : <span className={styles.lineSubject}>{subject}</span>}
        <span className={styles.lineButtons}>
          <Button
            kind={open ? 'button' : 'outlined'}
            {...(first ? { action: 'desk.validation' as const } : {})}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {text(open ? 'validation.close' : 'validation.reply')}
          </Button>
        </span>
      </div>
      {open ? <AnswerPanel view={view} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}
