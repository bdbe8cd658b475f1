/** Where the agent is in the desk: kept with their drafts, which survive a kill, follow them to another desk, and go when they sign out. */
export const placeKey = 'desk:place';

const otherPrefix = 'other:';

/** Words of this agent that another text of theirs took the place of, by the key of the draft. Nothing sends them by itself. */
export function otherDraftKey(key: string): string {
  return `${otherPrefix}${key}`;
}

export function isOtherDraft(key: string): boolean {
  return key.startsWith(otherPrefix);
}
