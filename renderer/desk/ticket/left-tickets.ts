import type { Id } from '../../../domain/ids.ts';
import { failure } from '../../../domain/result.ts';
import { ticketCreate } from '../../../domain/ticket/mutations.ts';
import { newTicketPrefix } from '../../store/contract.ts';
import { ask } from '../data/use-store-query.ts';
import type { NewTicketArgs, NewTickets } from './new-tickets.ts';

/** Makes the tickets that a desk which died has left, the oldest first. `onMade`: it is there. */
export async function makeLeftTickets(tickets: NewTickets, onMade: (id: Id) => void): Promise<void> {
  const { store } = tickets;
  for (const { key, text } of await store.request('draftsUnder', { prefix: newTicketPrefix })) {
    const args = readArgs(text);
    if (args !== null && tickets.hasBegun(args.id)) continue;
    const made = args === null ? failure('MUTATION_INVALID') : await tickets.create(await withCall(tickets, args));
    // What cannot be made now, for want of room, is left to the next desk.
    if (!made.ok && !made.code.startsWith('MUTATION_')) continue;
    if (args !== null && made.ok) onMade(args.id);
    void store.request('saveDraft', { key, text: '' });
  }
}

/** Without its call, where that has left no row and the phone does not know it either. */
async function withCall({ store, log }: NewTickets, args: NewTicketArgs): Promise<NewTicketArgs> {
  const { callId } = args;
  if (callId === null) return args;
  const isThere = async (): Promise<boolean> => (await ask(store, 'call', { id: callId })) !== null;
  if (await isThere()) return args;
  await log?.logged(callId);
  return (await isThere()) ? args : { ...args, callId: null };
}

function readArgs(text: string): NewTicketArgs | null {
  try {
    return ticketCreate.args.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
