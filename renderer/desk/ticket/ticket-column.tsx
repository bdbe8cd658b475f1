import { AlarmClockPlus, Merge, UserRound } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { useAction } from '../actions/use-action.ts';
import { subjectOfTicket, useAskCallback } from '../callback/subject.ts';
import { useDesk, useServices } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import type { TicketView } from '../../store/contract.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { KeyHint } from '../design/key-hint.tsx';
import { FileDrop } from '../files/file-drop.tsx';
import { useAddFiles, useFileLimits } from '../files/use-add-files.ts';
import { usePlace } from '../place/place.ts';
import { useText, type Text } from '../words/use-text.ts';
import { Composer } from './composer.tsx';
import { OnTicket } from './on-ticket.tsx';
import { SubjectField } from './subject-field.tsx';
import styles from './ticket.module.css';
import { LinkCall, TicketProperties } from './ticket-properties.tsx';
import { ticketName } from './ticket-name.ts';
import { Timeline } from '../timeline/timeline.tsx';

const TicketLinks = lazy(() => import('../links/ticket-links.tsx'));
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'));
const FollowedTicket = lazy(() => import('../hand-over/followed-ticket.tsx'));
const MergeDialog = lazy(() => import('./merge-dialog.tsx'));
const TicketCallbacks = lazy(() => import('../callback/ticket-callbacks.tsx'));

/** The open ticket: what it is, what happened, and where the next note is written. */
export function TicketColumn({ ticketId }: { readonly ticketId: Id | null }) {
  const text = useText();
  return (
    <main className={styles.column} aria-label={text('ticket.column')}>
      {ticketId === null ? <NoTicket /> : <OpenTicket key={ticketId} ticketId={ticketId} />}
    </main>
  );
}

function OpenTicket({ ticketId }: { readonly ticketId: Id }) {
  const text = useText();
  const { bridge } = useServices();
  const place = usePlace();
  const view = useStoreQuery('ticket', { id: ticketId });
  const ticket = view?.ticket;
  const title =
    ticket === undefined ? null : `${ticket.reference === null ? '' : `#${ticket.reference} `}${ticket.subject}`;

  useEffect(() => {
    if (title !== null) void bridge.request('desk:title', title.slice(0, 120)).catch(() => undefined);
  }, [bridge, title]);

  const limits = useFileLimits();
  const addFiles = useAddFiles(ticketId);
  const status = useStoreQuery('status', null, { off: view !== null });
  const followed = useStoreQuery('followed', null, { off: view !== null })?.find(
    ({ outline }) => outline.ticketId === ticketId,
  );
  const arriving = status?.sync.state === 'syncing';
  const making = place.making === ticketId;
  if (view === null && followed !== undefined) {
    return (
      <Suspense fallback={<div className={styles.none} />}>
        <FollowedTicket view={followed} />
      </Suspense>
    );
  }
  if (view === null && !making) {
    return (
      <div className={styles.none}>
        <p>{text(arriving ? 'ticket.coming' : 'ticket.gone')}</p>
      </div>
    );
  }
  return (
    <>
      <div className={styles.head}>
        <div className={styles.topLine}>
          <span className={styles.reference} data-figures="" data-selectable="">
            {view === undefined && !making ? null : referenceText(ticket, text)}
          </span>
          {view == null || view.delivery === 'confirmed' ? null : <DeliveryMark delivery={view.delivery} word />}
          <OnTicket ticketId={ticketId} />
          <span className={styles.topEnd}>
            {view == null ? null : <LinkCall view={view} />}
            {view == null ? null : <PromiseCall view={view} />}
            {view == null ? null : <MergeTicket view={view} />}
            {view == null ? null : <DeleteTicket view={view} />}
            <Button
              className={styles.whoButton ?? ''}
              action="desk.who"
              aria-pressed={place.who}
              icon={<UserRound size={15} />}
              onClick={() => place.toggleWho()}
            >
              {text('who.open')}
            </Button>
          </span>
        </div>
        <SubjectField ticketId={ticketId} ticket={ticket} />
        {view == null ? null : (
          <>
            <MergedInto view={view} />
            <TicketProperties view={view} />
            <Suspense fallback={null}>
              <TicketLinks view={view} />
              <TicketCallbacks view={view} />
            </Suspense>
          </>
        )}
      </div>
      {view == null ? <div className={styles.waiting} aria-busy="true" /> : <Timeline view={view} />}
      <div data-composer="">
        <Composer
          ticketId={ticketId}
          view={view ?? null}
          files={limits === null ? null : { limits, onFiles: addFiles }}
        />
        {limits === null ? null : <FileDrop onFiles={addFiles} />}
      </div>
    </>
  );
}

/** Promises to call the requester back at an exact time. */
function PromiseCall({ view }: { readonly view: TicketView }) {
  const text = useText();
  const { country, teamId } = useDesk();
  const ask = useAskCallback();
  const promise = teamId === null ? null : (): void => ask({ kind: 'new', subject: subjectOfTicket(view, country) });
  useAction('callback.promise', promise);
  return promise === null ? null : (
    <Button action="callback.promise" icon={<AlarmClockPlus size={15} />} onClick={promise}>
      {text('callback.promiseShort')}
    </Button>
  );
}

/** Makes one of two tickets about the same matter; a key and the palette reach it. */
function MergeTicket({ view }: { readonly view: TicketView }) {
  const [open, setOpen] = useState(false);
  useAction('ticket.merge', view.ticket.mergedInto == null ? () => setOpen(true) : null);
  return open ? (
    <Suspense fallback={null}>
      <MergeDialog view={view} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}

/** Supervisors alone take a ticket away. */
function DeleteTicket({ view }: { readonly view: TicketView }) {
  const { session } = useDesk();
  const [open, setOpen] = useState(false);
  useAction('ticket.delete', session.info.agent.role === 'agent' ? null : () => setOpen(true));
  return open ? (
    <Suspense fallback={null}>
      <DeleteDialog view={view} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}

/** Where everything of this ticket is by now. */
function MergedInto({ view }: { readonly view: TicketView }) {
  const text = useText();
  const place = usePlace();
  const { mergedInto: into } = view;
  if (view.ticket.mergedInto == null) return null;
  return (
    <p className={styles.merged}>
      <Merge size={15} aria-hidden="true" />
      <span>{into === null ? text('merge.elsewhere') : text('merge.isInto', { ticket: ticketName(into, text) })}</span>
      {into === null ? null : (
        <Button kind="outlined" onClick={() => place.openTicket(into.id)}>
          {text('merge.open')}
        </Button>
      )}
    </p>
  );
}

function referenceText(ticket: Ticket | undefined, text: Text): string {
  return ticket?.reference == null ? text('ticket.noReference') : `#${ticket.reference}`;
}

function NoTicket() {
  const text = useText();
  return (
    <div className={styles.none}>
      <p className={styles.noneTitle}>{text('ticket.none')}</p>
      <ul className={styles.noneKeys}>
        <li>
          <KeyHint action="list.next" />
          {text('ticket.noneNext')}
        </li>
        <li>
          <KeyHint action="ticket.new" />
          {text('ticket.noneNew')}
        </li>
        <li>
          <KeyHint action="desk.palette" />
          {text('ticket.nonePalette')}
        </li>
      </ul>
    </div>
  );
}
