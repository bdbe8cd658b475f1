import { CopyCheck, Link2, Network, TriangleAlert, Unlink, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import type { LinkKind } from '../../../domain/ticket/link.ts';
import { isOpen } from '../../../domain/ticket/state.ts';
import type {
  LinkView,
  MajorView,
  OutlineView,
  TicketLine,
  TicketLinks as Links,
  TicketView,
} from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { catchTyping, type TypingAhead } from '../picker/typing-ahead.ts';
import { usePlace } from '../place/place.ts';
import { stateLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { linkWord, nameOf } from './link-words.ts';
import styles from './links.module.css';

const LinkDialog = lazy(() => import('./link-dialog.tsx'));
const SolveChildren = lazy(() => import('./solve-children.tsx'));

/** What the open ticket is linked to, and the major incident that it may be one of. */
export default function TicketLinks({ view }: { readonly view: TicketView }) {
  const text = useText();
  const { ticket } = view;
  const found = useStoreQuery('links', { id: ticket.id });
  const majors = useStoreQuery('majors', null) ?? [];
  const [ahead, setAhead] = useState<TypingAhead | null>(null);
  useAction('ticket.link', () => setAhead(catchTyping(window)));
  const links = found?.links ?? [];
  const elsewhere = found?.parentElsewhere ?? null;
  const isPart =
    elsewhere !== null || links.some(({ kind, out }) => kind === 'child' && out) || (found?.children.total ?? 0) > 0;
  const offered =
    found === undefined || isPart || ticket.major || !isOpen(ticket.state)
      ? []
      : majors.filter(({ line }) => line.id !== ticket.id);
  const empty = elsewhere === null && links.length === 0 && offered.length === 0 && (found?.children.total ?? 0) === 0;
  return (
    <>
      {empty || found === undefined ? null : (
        <ul className={styles.links} aria-label={text('links.label')}>
          {elsewhere === null ? null : <ParentElsewhere parent={elsewhere} />}
          <MajorOffer view={view} majors={offered} />
          {links.map((link) => (
            <Linked key={`${link.kind} ${link.out} ${link.line.id}`} view={view} link={link} />
          ))}
          <Children view={view} found={found.children} />
        </ul>
      )}
      {ahead === null ? null : (
        <Suspense fallback={null}>
          <LinkDialog
            view={view}
            ahead={ahead}
            majors={majors}
            onClose={() => {
              ahead.take();
              setAhead(null);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** What the ticket is attached to with another team: as long as it lasts, a major incident stands out. */
function ParentElsewhere({ parent }: { readonly parent: OutlineView }) {
  const text = useText();
  const { outline, teamName } = parent;
  const underWay = outline.major && isOpen(outline.state);
  const Icon = underWay ? TriangleAlert : Network;
  return (
    <li className={underWay ? styles.major : styles.link}>
      <Icon size={14} className={underWay ? undefined : styles.mark} aria-hidden="true" />
      <span className={styles.word}>{text(underWay ? 'links.majorUnderWay' : linkWord('child', true))}</span>
      <span className={styles.elsewhere}>
        <StateMark state={outline.state} size={13} />
        {outline.reference === null ? null : <span data-figures="">#{outline.reference}</span>}
        <span className={styles.subject}>{outline.subject || text('ticket.noSubject')}</span>
      </span>
      <span className={styles.quiet}>{text(stateLabel[outline.state])}</span>
      <span className={styles.quiet}>{text('links.withTeam', { team: teamName })}</span>
    </li>
  );
}

/** Says that a major incident is under way, to which one key attaches the ticket. */
function MajorOffer({ view, majors }: { readonly view: TicketView; readonly majors: readonly MajorView[] }) {
  const text = useText();
  const mutate = useMutate();
  const announce = useAnnounce();
  const [first] = majors;
  const attach = async (line: TicketLine): Promise<void> => {
    const link = { id: view.ticket.id, toId: line.id, kind: 'child' as const, entryId: newId() };
    if (await mutate('ticket.link@1', link)) announce(text('links.attached', { name: nameOf(line, text) }));
  };
  useAction('ticket.attach', first === undefined ? null : () => void attach(first.line));
  if (first === undefined) return null;
  return (
    <li className={styles.major}>
      <TriangleAlert size={14} aria-hidden="true" />
      <span className={styles.word}>{text('links.majorUnderWay')}</span>
      <TicketButton line={first.line} />
      {majors.length === 1 ? null : (
        <span className={styles.quiet}>{text('links.otherMajors', { count: majors.length - 1 })}</span>
      )}
      <Button
        className={styles.end ?? ''}
        kind="outlined"
        action="ticket.attach"
        icon={<Network size={14} />}
        onClick={() => void attach(first.line)}
      >
        {text('links.attach')}
      </Button>
    </li>
  );
}

const icons: Readonly<Record<LinkKind, LucideIcon>> = { related: Link2, duplicate: CopyCheck, child: Network };

function Linked({ view, link }: { readonly view: TicketView; readonly link: LinkView }) {
  const text = useText();
  const mutate = useMutate();
  const { kind, out, line } = link;
  const Icon = icons[kind];
  const [id, toId] = out ? [view.ticket.id, line.id] : [line.id, view.ticket.id];
  const undo = text('links.undo', { name: nameOf(line, text) });
  return (
    <li className={styles.link}>
      <Icon size={14} className={styles.mark} aria-hidden="true" />
      <span className={styles.word}>{text(linkWord(kind, out))}</span>
      <TicketButton line={line} />
      <Button
        size="icon"
        className={styles.undo ?? ''}
        aria-label={undo}
        title={undo}
        icon={<Unlink size={13} />}
        onClick={() => void mutate('ticket.unlink@1', { id, toId, kind, entryId: newId() })}
      />
    </li>
  );
}

function TicketButton({ line }: { readonly line: TicketLine }) {
  const text = useText();
  const place = usePlace();
  return (
    <button type="button" className={styles.ticket} onClick={() => place.openTicket(line.id)}>
      <StateMark state={line.state} size={13} />
      <span className={styles.hidden}>{text(stateLabel[line.state])}</span>
      {line.reference === null ? null : <span data-figures="">#{line.reference}</span>}
      <span className={styles.subject}>{line.subject || text('ticket.noSubject')}</span>
    </button>
  );
}

/** The tickets of a major incident, and one answer for all once it is solved. */
function Children({ view, found }: { readonly view: TicketView; readonly found: Links['children'] }) {
  const text = useText();
  const [shown, setShown] = useState(false);
  const [solving, setSolving] = useState(false);
  const open = found.openIds.length;
  const solvable = open > 0 && !isOpen(view.ticket.state);
  useAction('ticket.solveChildren', solvable ? () => setSolving(true) : null);
  if (found.total === 0) return null;
  return (
    <li className={styles.children}>
      <div className={styles.link}>
        <Network size={14} className={styles.mark} aria-hidden="true" />
        <button
          type="button"
          className={styles.ticket}
          aria-expanded={shown}
          disabled={open === 0}
          onClick={() => setShown(!shown)}
        >
          {text('links.children', { count: found.total, open })}
        </button>
        {solvable ? (
          <Button
            className={styles.end ?? ''}
            kind="accent"
            action="ticket.solveChildren"
            onClick={() => setSolving(true)}
          >
            {text('links.solveThem', { count: open })}
          </Button>
        ) : null}
      </div>
      {shown && open > 0 ? (
        <ul className={styles.lines}>
          {found.lines.map((line) => (
            <li key={line.id}>
              <TicketButton line={line} />
            </li>
          ))}
          {open > found.lines.length ? (
            <li className={styles.quiet}>{text('links.moreChildren', { count: open - found.lines.length })}</li>
          ) : null}
        </ul>
      ) : null}
      {solving ? (
        <Suspense fallback={null}>
          <SolveChildren view={view} childIds={found.openIds} onClose={() => setSolving(false)} />
        </Suspense>
      ) : null}
    </li>
  );
}
