import { z } from 'zod';
import type { DraftExchangeReply } from '../../../domain/wire/carried.ts';
import { maxCarriedDrafts } from '../../../domain/wire/carried.ts';
import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';
import { staysHere, otherDraftKey, placeKey } from '../draft-keys.ts';
import type { Outgoing } from '../sync/draft-travel.ts';

/** How far this desk's drafts and the server's are together: the server's cursor, and of each draft what both have. */
const Together = z.object({
  cursor: z.int().nonnegative().nullable(),
  at: z.record(z.string(), z.string()),
});
export type Together = z.infer<typeof Together>;

/** Kept with the drafts, in the same transaction as they. */
export const togetherKey = 'desk:carried';
/** Undefined: this desk has never exchanged drafts. */
export function readTogether(text: string | undefined): Together | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return Together.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function travels(key: string): boolean {
  return key === placeKey || !(key.startsWith('desk:') || staysHere(key));
}

/** The oldest words first, as many as go at once. */
export function outgoingOf(here: readonly DraftCopy[], together: Together | undefined): Outgoing {
  const changed = here
    .filter(
      ({ key, savedAt, text }) =>
        travels(key) && together?.at[key] !== savedAt && !(together === undefined && text === ''),
    )
    .toSorted((a, b) => (a.savedAt < b.savedAt ? -1 : 1));
  const drafts = changed.slice(0, maxCarriedDrafts);
  return { since: together?.cursor ?? null, drafts, more: changed.length > drafts.length };
}

export type ArrivedDrafts = {
  /** To be written here, with `together`. */
  readonly put: readonly DraftCopy[];
  readonly together: Together;
  /** Of `put`, those that the desk may be showing, and those that it is to show beside. */
  readonly shown: readonly string[];
};

export type ArrivalOptions = {
  readonly here: readonly DraftCopy[];
  readonly together: Together | undefined;
  readonly sent: readonly DraftCopy[];
  readonly reply: DraftExchangeReply;
  /** The desk has read or written it since it was started. */
  readonly isShown: (key: string) => boolean;
  /** The first time since this desk was started: later, nobody is moved to another place. */
  readonly first: boolean;
};

/**
 * What becomes of the words that came. The later word counts; words that were not sent yet and lose are kept beside it. What the agent
 * is writing at this moment is never changed under their hands: then it is the words that came that are kept beside.
 */
export function arrivedDrafts({ here, together, sent, reply, isShown, first }: ArrivalOptions): ArrivedDrafts {
  const known = new Map(here.map((draft) => [draft.key, draft]));
  const refused = new Set(reply.drafts.map(({ key }) => key));
  const at: Record<string, string> = { ...together?.at };
  for (const { key, savedAt } of sent) if (!refused.has(key)) at[key] = savedAt;
  const put = new Map<string, DraftCopy>();
  const shown: string[] = [];
  const beside = ({ key, text, savedAt }: DraftCopy): void => {
    const there = put.get(otherDraftKey(key)) ?? known.get(otherDraftKey(key));
    const words = there === undefined || there.text === '' || there.text.includes(text) ? [text] : [there.text, text];
    if (text.trim() === '') return;
    put.set(otherDraftKey(key), { key: otherDraftKey(key), text: words.join('\n\n'), savedAt });
    shown.push(otherDraftKey(key));
  };
  for (const came of reply.drafts.filter(({ key }) => travels(key))) {
    const { key, savedAt } = came;
    const mine = known.get(key);
    if (key === placeKey && mine !== undefined && !first) continue;
    if (mine?.savedAt === savedAt || mine?.text === came.text) {
      at[key] = mine.savedAt;
      continue;
    }
    const unsent = mine !== undefined && together?.at[key] !== mine.savedAt;
    if (unsent && isShown(key)) {
      // Ours stays, and goes up as the later word. Of a place only one can be: the one where the agent is.
      if (key !== placeKey) beside(came);
      put.set(key, { ...mine, savedAt: laterThan(savedAt, mine.savedAt) });
      continue;
    }
    if (mine !== undefined && mine.savedAt > savedAt) continue;
    if (unsent && key !== placeKey) beside(mine);
    put.set(key, came);
    at[key] = savedAt;
    if (isShown(key)) shown.push(key);
  }
  for (const lost of reply.replaced) if (lost.key !== placeKey) beside(lost);
  return { put: [...put.values()], together: { cursor: reply.cursor, at }, shown };
}

/** The later of the two, and a moment more. */
export function laterThan(...instants: readonly string[]): string {
  return new Date(Math.max(...instants.map((instant) => Date.parse(instant))) + 1).toISOString();
}
