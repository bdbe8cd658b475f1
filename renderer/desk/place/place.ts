import { createContext, useContext } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { TicketFilter } from '../../store/contract.ts';
import type { SpotKeeper } from './spot.ts';

export type Section = 'tickets' | 'calls' | 'contacts' | 'colleagues';
export type View = TicketFilter['view'];

/** Where the agent is in the desk. Kept with their data, so that a restart comes back to it. */
export type Place = {
  readonly section: Section;
  readonly view: View;
  readonly ticketId: Id | null;
  /** The contact whose details are shown without a ticket; the name is what the store finds them by. */
  readonly contact: { readonly id: Id; readonly name: string } | null;
  /** The call whose caller is being made a contact. */
  readonly contactFor: Id | null;
};

export type PlaceControl = Place & {
  readonly spot: SpotKeeper;
  /** The place was read after the first drawing: what is drawn with it has this for its key. */
  readonly late: boolean;
  /** The right column is open (where the window is too narrow to show it always). */
  readonly who: boolean;
  openTicket(id: Id | null, options?: { readonly focusSubject?: boolean }): void;
  /** After a start: goes on in the subject of this ticket, unless the agent has gone somewhere already. */
  reopen(id: Id): void;
  /** After a start of which nothing tells where the agent was (damaged data): the ticket of the call that they are in. */
  comeToCall(ticketId: Id): void;
  openSection(section: Section): void;
  openView(view: View): void;
  openContact(contact: Place['contact']): void;
  toggleWho(): void;
  askContact(callId: Id | null): void;
  /** The ticket that is being made: its subject can be typed before the store has written it. */
  readonly making: Id | null;
  /** The ticket whose subject is to be typed at once; cleared when it has the focus. */
  readonly subjectWanted: Id | null;
  subjectFocused(): void;
};

export const firstPlace: Place = { section: 'tickets', view: 'mine', ticketId: null, contact: null, contactFor: null };

export const PlaceContext = createContext<PlaceControl | null>(null);

export function usePlace(): PlaceControl {
  const place = useContext(PlaceContext);
  if (place === null) throw new Error('No PlaceContext above this part of the desk');
  return place;
}
