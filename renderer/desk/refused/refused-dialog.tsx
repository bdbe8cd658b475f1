import { ArchiveRestore, PencilLine, SendHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { TicketFacts } from '../../../domain/ticket/ticket.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import { mutate as mutateEnding } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePlace } from '../place/place.ts';
import { fieldsWith, newsSince, seenAt } from '../ticket/meanwhile.ts';
import { NewsList } from '../ticket/meanwhile-panel.tsx';
import { errorText } from '../words/labels.ts';
import { formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { argsOf, canGoAgain, deeds, rowOf, withoutCheck } from './correction.ts';
import { CorrectionForm } from './correction-form.tsx';
import styles from './refused.module.css';

const ChangedWords = z.object({ value: z.string() });

/** What the server did not take, and why: to be corrected and sent again, or put away by whoever is done with it. Nothing vanishes. */
export default function RefusedDialog({ onClose }: { readonly onClose: () => void }) {
  const { text } = useWords();
  const refused = useStoreQuery('refused', null);
  const [correcting, setCorrecting] = useState<Id | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const none = useRef<HTMLParagraphElement>(null);
  const count = refused?.length;

  // The first key is for the first of them, also when the one before it has gone. Escape leaves when there is none.
  useEffect(() => {
    if (correcting !== null || count === undefined) return;
    if (count === 0) none.current?.focus();
    else list.current?.querySelector('button')?.focus();
  }, [correcting, count]);

  return (
    <Dialog title={text('refused.title')} size="medium" onClose={onClose}>
      {refused === undefined || refused.length === 0 ? (
        <p ref={none} className={styles.none} tabIndex={-1}>
          {text('refused.none')}
        </p>
      ) : (
        <ul ref={list} className={styles.list}>
          {refused.map((item) => (
            <li key={item.id} className={styles.item}>
              <Refused item={item} />
              {correcting === item.id ? (
                <CorrectionForm item={item} onDone={() => setCorrecting(null)} onBack={() => setCorrecting(null)} />
              ) : (
                <Ways item={item} onCorrect={() => setCorrecting(item.id)} onClose={onClose} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Refused({ item }: { readonly item: RefusedMutation }) {
  const { text, locale } = useWords();
  const words = wordsOf(item);
  const about = rowOf(item);
  const row = useStoreQuery('row', about ?? { table: 'tickets', id: '' }, { off: about === null });
  const whose = row != null && 'name' in row && typeof row.name === 'string' ? row.name : null;
  const conflict = item.result.outcome === 'conflict';
  const code = item.result.code ?? 'MUTATION_FAILED';
  return (
    <>
      <p className={styles.head}>
        <strong>
          {text(deeds[item.name])}
          {whose === null ? null : <span className={styles.whose}>{whose}</span>}
        </strong>
        <time dateTime={item.at}>{formatMoment(item.at, locale)}</time>
      </p>
      <p className={styles.why} data-conflict={conflict ? '' : undefined}>
        {conflict ? text(keptOf(item)) : errorText(code, text)}
      </p>
      {words === undefined ? null : (
        <p className={styles.words} data-selectable="">
          {words}
        </p>
      )}
      {code === 'MUTATION_CHANGED_MEANWHILE' ? <ChangedMeanwhile item={item} /> : null}
    </>
  );
}

/** What colleagues did to the ticket since the note was written. */
function ChangedMeanwhile({ item }: { readonly item: RefusedMutation }) {
  const { me } = useDesk();
  const view = useStoreQuery('ticket', { id: ticketOf(item) ?? '' });
  const agents = useStoreQuery('agents', null) ?? [];
  const saw = TicketFacts.safeParse(argsOf(item)['saw']).data;
  const whose = agents.find(({ id }) => id === saw?.assigneeId)?.name ?? null;
  const before = saw === undefined || agents.length === 0 ? null : fieldsWith(saw, whose);
  const news = view == null ? [] : newsSince(seenAt(view, item.at, before), view, me);
  return news.length === 0 ? null : <NewsList news={news} />;
}

type WaysProps = { readonly item: RefusedMutation; readonly onCorrect: () => void; readonly onClose: () => void };

/** What can be done about it. */
function Ways({ item, onCorrect, onClose }: WaysProps) {
  const { text } = useWords();
  const { store, session } = useDesk();
  const mutate = useMutate();
  const say = useSay();
  const place = usePlace();
  const ticketId = ticketOf(item);
  const words = wordsOf(item);
  const isDeleted = item.result.code === 'MUTATION_TICKET_DELETED';
  // Neither is on this machine any more.
  const isGone = isDeleted || item.result.code === 'MUTATION_TICKET_HANDED_OVER';
  const { role } = session.info.agent;
  const restore = async (id: Id): Promise<void> => {
    if (await mutate('ticket.restore@1', { id })) say.good(text('refused.restoring'));
  };
  const putAway = (): void => {
    void store.request('dismissRefused', { id: item.id }).then(
      (result) => {
        if (!result.ok) say.error(result.code);
      },
      () => say.error('STORE_UNAVAILABLE'),
    );
  };
  const waits = item.result.code === 'MUTATION_CHANGED_MEANWHILE';
  const addAnyway = (): void => {
    const args = withoutCheck(argsOf(item));
    // Parsed by its schema where it runs.
    void mutateEnding(store, item.name, args as MutationArgs<MutationName>, { settles: item.id }).then((result) => {
      if (!result.ok) say.error(result.code);
    });
  };
  return (
    <div className={styles.buttons}>
      {waits ? (
        <Button kind="accent" icon={<SendHorizontal size={14} />} onClick={addAnyway}>
          {text('meanwhile.addAnyway')}
        </Button>
      ) : null}
      {canGoAgain(item) ? (
        <Button kind={waits ? 'outlined' : 'accent'} icon={<PencilLine size={14} />} onClick={onCorrect}>
          {text('refused.correct')}
        </Button>
      ) : null}
      {words === undefined ? null : (
        <Button kind="outlined" onClick={() => void navigator.clipboard.writeText(words)}>
          {text('refused.copy')}
        </Button>
      )}
      {ticketId === null || !isDeleted || role === 'agent' ? null : (
        <Button kind="outlined" icon={<ArchiveRestore size={14} />} onClick={() => void restore(ticketId)}>
          {text('refused.restore')}
        </Button>
      )}
      {ticketId === null || isGone ? null : (
        <Button
          kind="outlined"
          onClick={() => {
            place.openTicket(ticketId);
            onClose();
          }}
        >
          {text('refused.openTicket')}
        </Button>
      )}
      <Button className={styles.last ?? ''} onClick={putAway}>
        {text('refused.putAway')}
      </Button>
    </div>
  );
}

function ticketOf(item: RefusedMutation): Id | null {
  const args = argsOf(item);
  const id = item.name.startsWith('ticket.') ? args['id'] : args['ticketId'];
  return typeof id === 'string' ? id : null;
}

/** Where the value is that lost: in a ticket's timeline, or here alone. */
function keptOf({ name }: RefusedMutation): string {
  return /^(contact|equipment|organisation)\./.test(name) ? 'refused.conflictHere' : 'refused.conflict';
}

/** The words that were in it. */
function wordsOf(item: RefusedMutation): string | undefined {
  const args = argsOf(item);
  const { data: note } = ChangedWords.safeParse(args['note']);
  const found = [
    args['text'],
    args['question'],
    args['about'],
    args['subject'],
    note?.value,
    args['name'],
    args['reason'],
  ];
  return found.find((value): value is string => typeof value === 'string' && value !== '');
}
