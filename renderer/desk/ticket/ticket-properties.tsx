import { Eye, Link2, TriangleAlert, UserPlus, UserRound, UsersRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { nextStates, type PendingReason, type TicketState } from '../../../domain/ticket/state.ts';
import { ticketPriority } from '../../../domain/ticket/ticket.ts';
import type { Level } from '../../../domain/ticket/priority.ts';
import type { TicketView } from '../../store/contract.ts';
import { useAction } from '../actions/use-action.ts';
import { useShownKey } from '../actions/use-keys.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useMutate } from '../data/use-mutate.ts';
import { Button } from '../design/button.tsx';
import { Menu, type Choice, type ChoiceSection } from '../design/menu.tsx';
import { PriorityBar } from '../design/priority-bar.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { currentCall } from '../phone/phone-view.ts';
import { usePhone } from '../phone/use-phone.ts';
import { impactLabel, pendingLabel, priorityText, stateLabel, urgencyLabel } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import styles from './ticket.module.css';
import { useTicketChange, type TicketChange } from './use-ticket-change.ts';

const SolveChildren = lazy(() => import('../links/solve-children.tsx'));
const HandOverDialog = lazy(() => import('../hand-over/hand-over-dialog.tsx'));
const TicketEquipment = lazy(() => import('../equipment/ticket-equipment.tsx'));

const levels: readonly Level[] = [1, 2, 3, 4, 5];
const reasons: readonly PendingReason[] = ['requester', 'third-party'];

/** State, priority, team and who works on it: each a word that opens its choices. */
export function TicketProperties({ view }: { readonly view: TicketView }) {
  const change = useTicketChange(view.ticket);
  return (
    <div className={styles.properties}>
      <StateProperty view={view} change={change} />
      <PriorityProperty view={view} change={change} />
      <TeamProperty view={view} />
      <AssigneeProperty view={view} change={change} />
      <FollowProperty view={view} />
      <Suspense fallback={null}>
        <TicketEquipment view={view} />
      </Suspense>
    </div>
  );
}

type PropertyProps = { readonly view: TicketView; readonly change: TicketChange };

function StateProperty({ view, change }: PropertyProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const childIds = useStoreQuery('links', { id: view.ticket.id })?.children.openIds ?? [];
  const [solving, setSolving] = useState<readonly Id[] | null>(null);
  const { state, pendingReason } = view.ticket;
  const next = nextStates(state);
  useAction('ticket.state', next.length > 0 ? () => setOpen(true) : null);
  const word = text(stateLabel[state]);
  const shown = state === 'pending' && pendingReason !== null ? `${word} (${text(pendingLabel[pendingReason])})` : word;
  const choices = next.flatMap((to): Choice[] =>
    to === 'pending'
      ? reasons.map((reason) => ({
          id: `pending ${reason}`,
          label: `${text(stateLabel.pending)} (${text(pendingLabel[reason])})`,
          icon: <StateMark state="pending" />,
        }))
      : [
          {
            id: to,
            label: text(state === 'new' && to === 'open' ? 'ticket.move.start' : stateMove[to]),
            icon: <StateMark state={to} />,
          },
        ],
  );
  if (next.length === 0) {
    return (
      <span className={styles.still}>
        <StateMark state={state} />
        {shown}
      </span>
    );
  }
  return (
    <>
      <Menu
        label={text('ticket.stateIs', { state: shown })}
        sections={[{ title: null, choices }]}
        isOpen={open}
        onOpenChange={setOpen}
        onChoose={(id) => {
          const [to, reason] = id.split(' ') as [TicketState, PendingReason | undefined];
          change.toState(to, reason ?? null);
          if (to === 'solved' && childIds.length > 0) setSolving(childIds);
        }}
      >
        <StateMark state={state} />
        {shown}
      </Menu>
      {solving === null ? null : (
        <Suspense fallback={null}>
          <SolveChildren view={view} childIds={solving} onClose={() => setSolving(null)} />
        </Suspense>
      )}
    </>
  );
}

/** What choosing the state does, as a verb. */
const stateMove: Readonly<Record<TicketState, string>> = {
  new: 'ticket.state.new',
  open: 'ticket.move.open',
  pending: 'ticket.state.pending',
  solved: 'ticket.move.solved',
  closed: 'ticket.move.closed',
};

function PriorityProperty({ view, change }: PropertyProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const { impact, urgency, major, state } = view.ticket;
  const priority = ticketPriority(view.ticket);
  useAction('ticket.priority', state === 'closed' ? null : () => setOpen(true));
  const sections: ChoiceSection[] = [
    {
      title: text('ticket.urgency'),
      choices: levels.map((level) => ({
        id: `urgency ${level}`,
        label: text(urgencyLabel[level]),
        chosen: level === urgency,
      })),
    },
    {
      title: text('ticket.impact'),
      choices: levels.map((level) => ({
        id: `impact ${level}`,
        label: text(impactLabel[level]),
        chosen: level === impact,
      })),
    },
    {
      title: null,
      choices: [
        {
          id: 'major',
          label: text(major ? 'ticket.majorOff' : 'ticket.majorOn'),
          icon: <TriangleAlert size={14} />,
          chosen: major,
        },
      ],
    },
  ];
  return (
    <Menu
      label={text('ticket.priorityIs', { priority: priorityText(priority, text) })}
      sections={sections}
      isOpen={open}
      onOpenChange={setOpen}
      onChoose={(id) => {
        const [field, value] = id.split(' ');
        const level = Number(value) as Level;
        if (field === 'major') change.toLevels({ major: !major });
        else change.toLevels(field === 'impact' ? { impact: level } : { urgency: level });
      }}
    >
      <PriorityBar priority={priority} />
    </Menu>
  );
}

/** The team that has it; handing it over to another one is a deed of its own, with its reason. */
function TeamProperty({ view }: { readonly view: TicketView }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const { state, mergedInto } = view.ticket;
  const mayGo = view.team !== null && state !== 'closed' && mergedInto == null;
  const handOver = (): void => setOpen(true);
  useAction('ticket.handOver', mayGo ? handOver : null);
  const hint = useShownKey()('ticket.handOver');
  if (view.team === null) return null;
  const { name } = view.team;
  const words = text('ticket.teamIs', { name });
  return (
    <>
      {mayGo ? (
        <button
          type="button"
          className={styles.deed}
          aria-label={words}
          aria-haspopup="dialog"
          title={hint === null ? words : `${words} (${hint})`}
          onClick={handOver}
        >
          <UsersRound size={14} aria-hidden="true" />
          {name}
        </button>
      ) : (
        <span className={styles.still}>
          <UsersRound size={14} aria-hidden="true" />
          {name}
        </span>
      )}
      {open ? (
        <Suspense fallback={null}>
          <HandOverDialog view={view} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Whether this agent goes on seeing how it stands, whichever team has it. */
function FollowProperty({ view }: { readonly view: TicketView }) {
  const text = useText();
  const { me } = useDesk();
  const mutate = useMutate();
  const { id, followers } = view.ticket;
  const follows = followers?.includes(me) ?? false;
  const toggle = (): void => void mutate('ticket.follow@1', { id, follow: !follows });
  useAction('ticket.follow', view.ticket.mergedInto == null ? toggle : null);
  const hint = useShownKey()('ticket.follow');
  const words = text('ticket.followThis');
  return (
    <button
      type="button"
      className={styles.deed}
      aria-label={words}
      aria-pressed={follows}
      title={hint === null ? words : `${words} (${hint})`}
      onClick={toggle}
    >
      <Eye size={14} aria-hidden="true" />
      {follows ? text('ticket.followed') : null}
    </button>
  );
}

function AssigneeProperty({ view, change }: PropertyProps) {
  const text = useText();
  const { me } = useDesk();
  const agents = useStoreQuery('agents', null) ?? [];
  const { ticket, assignee } = view;
  const mine = ticket.assigneeId === me;
  useAction('ticket.assignToMe', mine ? null : () => change.toAssignee(me));
  const hint = useShownKey()('ticket.assignToMe');
  const colleagues = agents.filter((agent) => agent.id !== me && agent.teamIds.includes(ticket.scope));
  const shown = mine ? text('ticket.you') : (assignee?.name ?? text('ticket.nobody'));
  const choices: Choice[] = [
    {
      id: me,
      label: text('ticket.assignToMe'),
      icon: <UserRound size={14} />,
      ...(hint === null ? {} : { hint }),
      chosen: mine,
    },
    ...colleagues.map((agent) => ({
      id: agent.id,
      label: agent.name,
      icon: <UserRound size={14} />,
      chosen: agent.id === ticket.assigneeId,
    })),
    { id: 'nobody', label: text('ticket.assignToNobody'), chosen: ticket.assigneeId === null },
  ];
  return (
    <Menu
      label={text('ticket.assigneeIs', { name: shown })}
      sections={[{ title: null, choices }]}
      onChoose={(id) => change.toAssignee(id === 'nobody' ? null : id)}
    >
      {ticket.assigneeId === null ? <UserPlus size={14} /> : <UserRound size={14} />}
      {shown}
    </Menu>
  );
}

/** Puts the call under way into this ticket, when it is not there yet. */
export function LinkCall({ view }: { readonly view: TicketView }) {
  const text = useText();
  const mutate = useMutate();
  const call = currentCall(usePhone());
  const linked = view.timeline.some((item) => item.kind === 'call' && item.call.id === call?.id);
  const link =
    call === undefined || linked
      ? null
      : (): void => void mutate('call.link@1', { id: call.id, ticketId: view.ticket.id });
  useAction('call.link', link);
  return link === null ? null : (
    <Button kind="outlined" action="call.link" icon={<Link2 size={14} />} onClick={link}>
      {text('ticket.linkCall')}
    </Button>
  );
}
