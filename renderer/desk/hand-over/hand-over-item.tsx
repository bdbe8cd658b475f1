import { UsersRound } from 'lucide-react';
import type { Id } from '../../../domain/ids.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Event, EventMark } from '../timeline/event.tsx';
import type { EntryProps } from '../timeline/timeline-item.ts';
import { useText } from '../words/use-text.ts';

/** Who gave the ticket to another team, from which, and why, in its history. */
export function HandOverItem({ entry, authorName, delivery }: EntryProps<'handover'>) {
  const text = useText();
  const teams = useStoreQuery('teams', null) ?? [];
  const nameOf = (id: Id): string => teams.find((team) => team.id === id)?.name ?? '';
  return (
    <Event at={entry.at} delivery={delivery} mark={<EventMark icon={UsersRound} />}>
      <span>
        {text('timeline.handedOver', { name: authorName, from: nameOf(entry.fromTeamId), to: nameOf(entry.toTeamId) })}
      </span>
      {entry.reason === null ? null : <q data-selectable="">{entry.reason}</q>}
    </Event>
  );
}
