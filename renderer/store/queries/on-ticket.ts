import type { Id } from '../../../domain/ids.ts';
import type { PersonOnTicket } from '../contract.ts';
import { agentName, type View } from './view.ts';

/** Who else has a ticket open. Somebody whose row has not come yet is not shown without a name. */
export function peopleOn(view: View, { id }: { readonly id: Id }): readonly PersonOnTicket[] | null {
  const others = view.othersOn(id);
  if (others === null) return null;
  return others
    .map(({ agentId, writing }) => ({ agentId, name: agentName(view, agentId), writing }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.name.localeCompare(b.name, 'fr') || (a.agentId < b.agentId ? -1 : 1));
}
