import { Check, MessageCircleMore, Phone, Ticket as TicketIcon, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Verdict } from '../../../domain/validation/validation.ts';
import type { ValidationView } from '../../store/contract.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useSay } from '../notices/use-notices.ts';
import { useCommand } from '../phone/use-command.ts';
import { usePlace } from '../place/place.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { useText } from '../words/use-text.ts';
import { KeptWords } from './kept-words.tsx';
import { RequestSubject } from './request-subject.tsx';
import styles from './validation.module.css';

/** The question, what it is about, and the answer: a verdict at one key, words, or a call to who asked. */
export function AnswerPanel({ view, onClose }: { readonly view: ValidationView; readonly onClose: () => void }) {
  const text = useText();
  const say = useSay();
  const announce = useAnnounce();
  const place = usePlace();
  const command = useCommand();
  const { store } = useDesk();
  const { validation, asker, ticket } = view;
  const { id } = validation;
  const draftKey = `validation-answer:${id}`;
  const draft = useDraft(draftKey);
  const field = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState(false);
  const words = draft.text.trim();
  const { extension } = asker;

  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const answer = async (verdict: Verdict): Promise<void> => {
    if (sending || (verdict === 'text' && words === '')) return;
    setSending(true);
    const kept = await draft.flush();
    const result = kept.ok ? await mutate(store, 'validation.answer@1', { id, verdict, text: words }, draftKey) : kept;
    setSending(false);
    if (!result.ok) return say.error(result.code);
    announce(text('validation.replied', { name: asker.name }));
  };

  return (
    <form
      className={styles.answer}
      aria-label={text('validation.replyTo', { name: asker.name })}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        else if (event.key === 'Enter' && event.ctrlKey) void answer(words === '' ? 'yes' : 'text');
        else return;
        event.preventDefault();
      }}
    >
      <div className={styles.about}>
        <p className={styles.fullQuestion} data-selectable="">
          {validation.question}
        </p>
        <RequestSubject view={view} />
      </div>
      <div className={styles.reply}>
        <textarea
          ref={field}
          className={styles.words}
          rows={2}
          aria-label={text('validation.words')}
          placeholder={text('validation.wordsHint')}
          value={draft.text}
          maxLength={2000}
          spellCheck
          onChange={(event) => draft.type(event.target.value)}
        />
        <KeptWords state={draft.state} />
        <div className={styles.panelButtons}>
          <Button kind="green" disabled={sending} icon={<Check size={15} />} onClick={() => void answer('yes')}>
            {text('validation.yes')}
          </Button>
          <Button kind="red" disabled={sending} icon={<X size={15} />} onClick={() => void answer('no')}>
            {text('validation.no')}
          </Button>
          <Button
            kind="outlined"
            disabled={sending || words === ''}
            icon={<MessageCircleMore size={15} />}
            onClick={() => void answer('text')}
          >
            {text('validation.wordsOnly')}
          </Button>
          <span className={styles.space} />
          {ticket === null ? null : (
            <Button kind="outlined" icon={<TicketIcon size={14} />} onClick={() => place.openTicket(ticket.id)}>
              {text('validation.openTicket')}
            </Button>
          )}
          {extension === null ? null : (
            <Button
              kind="outlined"
              icon={<Phone size={14} />}
              onClick={() => command({ type: 'call', number: extension })}
            >
              {text('validation.callAsker', { name: asker.name })}
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
