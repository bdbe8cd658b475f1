import type { Level } from '../../../domain/ticket/priority.ts';
import type { TeamKey } from '../team.ts';

/**
 * One story as it happens on the hotline, in the words of the agents. `{client}` stands for the caller ("Mme Le Goff"),
 * `{ville}` for their town, `{box}` and `{mobile}` for their equipment, `{heure}` for an hour, `{jour}` for a day to come,
 * `{date}` for a day gone by, `{collegue}` for a colleague of level 2; `{e}` is the
 * ending of a feminine word when the caller is a woman, `{il}` the pronoun.
 */
export type Scenario = {
  readonly team: TeamKey;
  readonly tags: readonly string[];
  readonly impact: Level;
  readonly urgency: Level;
  /** A few ways in which agents put it. */
  readonly subjects: readonly [string, ...string[]];
  /** What the caller says, written down during the call. */
  readonly problem: readonly [string, ...string[]];
  /** What was tried, in order. */
  readonly steps: readonly [string, ...string[]];
  readonly resolution: string;
  /** Why such a ticket waits, and the note that says so. */
  readonly waiting: { readonly reason: 'requester' | 'third-party' | 'reminder'; readonly note: string };
  /** The hand-over note when level 1 cannot solve it; such tickets go to level 2. */
  readonly handOver?: string;
};
