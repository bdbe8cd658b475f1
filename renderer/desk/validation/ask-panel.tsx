import { SendHorizontal } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { longestSnapshot } from '../../../domain/validation/validation.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useSay } from '../notices/use-notices.ts';
import type { CallContext } from '../strip/use-call-context.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { numberToKeep } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import { KeptWords } from './kept-words.tsx';
import { targetKey, targetOfKey, targetsOf } from './target.ts';
import { TargetField } from './target-field.tsx';
import styles from './validation.module.css';

/** Where the last choice is kept: with the drafts, which survive a kill and go when the agent signs out. */
const lastTargetKey = 'desk:validation-target';

export type AskPanelProps = {
  readonly call: PhoneCall;
  readonly context: CallContext;
  readonly onClose: () => void;
};

/** Whom to ask and what, while the caller waits. The words are kept as they are typed; Escape leaves them for the next time. */
export default function AskPanel({ call, context, onClose }: AskPanelProps) {
  const text = useText();
  const say = useSay();
  const announce = useAnnounce();
  const { store, me, teamId, country } = useDesk();
  const agents = useStoreQuery('agents', null);
  const teams = useStoreQuery('teams', null);
  const targets = useMemo(() => targetsOf(agents ?? [], teams ?? [], me), [agents, teams, me]);
  const last = useDraft(lastTargetKey);
  const draftKey = `validation:${call.id}`;
  const question = useDraft(draftKey);
  const field = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState(false);
  const target = targetOfKey(targets, last.text) ?? targets[0];
  const words = question.text.trim();
  const ready = target !== undefined && teamId !== null && words !== '' && !sending;

  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const send = async (): Promise<void> => {
    if (!ready) return;
    setSending(true);
    const ticket = context.ticket;
    const notes = (ticket?.timeline ?? []).flatMap((item) =>
      item.kind === 'entry' && item.entry.kind === 'note' ? [item.entry.id] : [],
    );
    const args = {
      id: newId(),
      teamId,
      asked: target.asked,
      question: words,
      callId: call.id,
      ticketId: ticket?.ticket.id ?? null,
      contactId: context.contact?.id ?? null,
      callerNumber: numberToKeep(call.number, country),
      noteIds: notes.slice(-longestSnapshot),
    };
    const kept = await question.flush();
    const result = kept.ok ? await mutate(store, 'validation.ask@1', args, draftKey) : kept;
    setSending(false);
    if (!result.ok) return say.error(result.code);
    question.forget();
    announce(text('validation.sentTo', { name: target.name }));
    onClose();
  };

  return (
    <form
      className={styles.panel}
      aria-label={text('validation.ask')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.defaultPrevented) return;
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        } else if (event.key === 'Enter' && event.ctrlKey) {
          event.preventDefault();
          void send();
        }
      }}
    >
      <TargetField
        targets={targets}
        chosen={target}
        onChoose={(next) => {
          last.type(targetKey(next.asked));
          field.current?.focus();
        }}
      />
      <div className={styles.writing}>
        <textarea
          ref={field}
          className={styles.words}
          rows={2}
          aria-label={text('validation.question')}
          placeholder={text('validation.questionHint')}
          value={question.text}
          maxLength={2000}
          spellCheck
          onChange={(event) => question.type(event.target.value)}
        />
        <KeptWords state={question.state} />
      </div>
      <div className={styles.panelButtons}>
        <Button kind={ready ? 'accent' : 'outlined'} submit disabled={!ready} icon={<SendHorizontal size={14} />}>
          {text('validation.send')}
          <kbd className={styles.key} aria-hidden="true">
            {text('validation.sendKey')}
          </kbd>
        </Button>
        <Button onClick={onClose}>{text('validation.later')}</Button>
      </div>
    </form>
  );
}
