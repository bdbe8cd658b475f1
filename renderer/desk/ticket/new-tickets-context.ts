import { createContext, useContext, useEffect, useRef } from 'react';
import type { PlaceControl } from '../place/place.ts';
import type { NewTickets } from './new-tickets.ts';

export const NewTicketsContext = createContext<NewTickets | null>(null);

export function useNewTickets(): NewTickets {
  const tickets = useContext(NewTicketsContext);
  if (tickets === null) throw new Error('No NewTicketsContext above this part of the desk');
  return tickets;
}

/** Makes the tickets that a desk which died has left, and goes on in the last of them. */
export function useLeftTickets(reopen: PlaceControl['reopen']): void {
  const tickets = useNewTickets();
  const goOn = useRef(reopen);
  useEffect(() => {
    goOn.current = reopen;
  });
  useEffect(() => {
    void import('./left-tickets.ts')
      .then(({ makeLeftTickets }) => makeLeftTickets(tickets, (id) => goOn.current(id)))
      // The store was not to be had: they are left to the next desk.
      .catch(() => undefined);
  }, [tickets]);
}
