import { SendHorizontal, TextQuote } from 'lucide-react';
import { lazy, Suspense, useLayoutEffect, useRef, useState } from 'react';
import type { FileLimits } from '../../../domain/file/file.ts';
import type { Id } from '../../../domain/ids.ts';
import type { TicketView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { ChooseFiles } from '../files/choose-files.tsx';
import { WaitingFiles } from '../files/waiting-files.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { useCannedTexts } from '../texts/use-canned-texts.ts';
import { useText } from '../words/use-text.ts';
import styles from './composer.module.css';
import { Kept } from './kept.tsx';
import { OtherWords } from './other-words.tsx';
import { useDraft } from './use-draft.ts';
import { useMeanwhile } from './use-meanwhile.ts';

const MeanwhilePanel = lazy(() => import('./meanwhile-panel.tsx'));
const TicketRecords = lazy(() => import('../records/ticket-records.tsx'));
const TextsDialog = lazy(() => import('../texts/texts-dialog.tsx'));

export type ComposerProps = {
  readonly ticketId: Id;
  /** As the agent has it on the screen; null while it is coming. */
  readonly view: TicketView | null;
  /** Null: the server takes no files. */
  readonly files: { readonly limits: FileLimits; readonly onFiles: (files: Iterable<File>) => void } | null;
};

/**
 * Where a note is written. What is typed is on disk a moment later and comes back after whatever happens. A note whose ticket was
 * changed by a colleague meanwhile is stopped once, and the change shown.
 */
export function Composer({ ticketId, view, files }: ComposerProps) {
  const text = useText();
  const say = useSay();
  const announce = useAnnounce();
  const { store } = useDesk();
  const key = `note:${ticketId}`;
  const place = usePlace();
  const draft = useDraft(key, place.making === ticketId);
  const field = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState(false);
  const empty = draft.text.trim() === '';
  const meanwhile = useMeanwhile(view, draft);
  const stopped = !empty && meanwhile.news.length > 0;
  const canned = useCannedTexts(field, draft.text, view);

  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, window.innerHeight * 0.4)}px`;
  }, [draft.text]);

  useKeptField('note', field, draft.known);

  const send = (): void => {
    if (empty || sending || !meanwhile.mayGo()) return;
    setSending(true);
    void draft
      .flush()
      .then(async (kept) => {
        // The store sends what it has; whoever types on meanwhile has begun the next one.
        const words = draft.written();
        const result = kept.ok ? await store.request('sendDraft', { key, ticketId }) : kept;
        return { result, words };
      })
      .then(
        ({ result, words }) => {
          if (result.ok) {
            draft.keepRest(words);
            announce(text('composer.added'));
          } else say.error(result.code);
        },
        () => say.error('STORE_UNAVAILABLE'),
      )
      .finally(() => setSending(false));
  };
  useAction('ticket.note', () => field.current?.focus());
  useAction('ticket.sendNote', empty ? null : send);

  return (
    <form
      className={styles.composer}
      aria-label={text('composer.label')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        className={styles.field}
        rows={2}
        data-place="note"
        aria-label={text('composer.field')}
        placeholder={text('composer.placeholder')}
        value={draft.text}
        maxLength={20_000}
        spellCheck
        onChange={(event) => draft.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') field.current?.blur();
          else canned.onKey(event);
        }}
        onPaste={(event) => {
          const pasted = [...event.clipboardData.files];
          // Text that comes with a picture of itself, as from a spreadsheet, is meant as text.
          if (files === null || pasted.length === 0 || event.clipboardData.types.includes('text/plain')) return;
          event.preventDefault();
          files.onFiles(pasted);
        }}
      />
      {stopped ? (
        <Suspense fallback={null}>
          <MeanwhilePanel
            news={meanwhile.news}
            onBack={() => {
              meanwhile.dismiss();
              field.current?.focus();
            }}
          />
        </Suspense>
      ) : null}
      <WaitingFiles ticketId={ticketId} />
      <OtherWords
        draftKey={key}
        onTake={(words) => {
          draft.type(empty ? words : `${draft.text}\n\n${words}`);
          field.current?.focus();
        }}
      />
      <div className={styles.foot}>
        <span className={styles.footStart}>
          {files === null ? null : <ChooseFiles {...files} />}
          <Kept state={draft.state} />
        </span>
        {view === null ? null : (
          <Suspense fallback={null}>
            <TicketRecords view={view} />
          </Suspense>
        )}
        <Button action="note.text" icon={<TextQuote size={14} />} onClick={canned.open}>
          {text('composer.texts')}
        </Button>
        <Button
          kind={empty ? 'outlined' : 'accent'}
          submit
          action="ticket.sendNote"
          disabled={empty || sending}
          icon={<SendHorizontal size={14} />}
        >
          {text(stopped ? 'meanwhile.addAnyway' : 'composer.add')}
        </Button>
      </div>
      {canned.ahead === null ? null : (
        <Suspense fallback={null}>
          <TextsDialog ahead={canned.ahead} note={canned.note} onClose={canned.close} />
        </Suspense>
      )}
    </form>
  );
}
