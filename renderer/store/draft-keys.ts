/** Where the agent is in the desk: kept with their drafts, which survive a kill, follow them to another desk, and go when they sign out. */
export const placeKey = 'desk:place';

const otherPrefix = 'other:';

/** Words of this agent that another text of theirs took the place of, by the key of the draft. Nothing sends them by itself. */
export function otherDraftKey(key: string): string {
  return `${otherPrefix}${key}`;
}

/** What a ticket is made of, under its id, until the store has it. */
export const newTicketPrefix = 'new-ticket:';

/** Neither words that wait to be sent, nor of any use to the agent's other desks. */
export function staysHere(key: string): boolean {
  return key.startsWith(otherPrefix) || key.startsWith(newTicketPrefix);
}
