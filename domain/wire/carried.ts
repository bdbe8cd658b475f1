import { z } from 'zod';
import { Instant } from '../ids.ts';
import { DraftCopy } from './draft-copy.ts';
import { protocolVersion } from './sync.ts';

/** Drafts in one exchange, at most; whoever has more exchanges again. */
export const maxCarriedDrafts = 50;

/**
 * POST /v1/drafts: an agent's unsent words and their place in the desk, which follow them to another desk. `since` is what the last
 * reply gave as its cursor, null at first.
 */
export const DraftExchange = z.object({
  protocol: z.literal(protocolVersion),
  since: z.int().nonnegative().nullable(),
  drafts: z.array(DraftCopy).max(maxCarriedDrafts),
});
export type DraftExchange = z.infer<typeof DraftExchange>;

export const DraftExchangeReply = z.object({
  cursor: z.int().nonnegative(),
  /** What the agent's other desks have changed since, and what was sent and is older than what the server has. */
  drafts: z.array(DraftCopy),
  /** Words of another desk that this desk had not seen and whose place was taken by what it sent. */
  replaced: z.array(DraftCopy),
});
export type DraftExchangeReply = z.infer<typeof DraftExchangeReply>;

/** Sealed by the desk with a key made of the line's password (ADR 0015). */
const SealedLedger = z.string().max(200_000);

/** PUT /v1/calls: the agent's live calls, for the case that this machine dies. Null: there are none. */
export const CarriedCalls = z.object({ installation: z.uuid(), sealed: SealedLedger.nullable() });
export type CarriedCalls = z.infer<typeof CarriedCalls>;

/** GET /v1/calls. `aliveAt` is when the desk last said that they live, by the server's clock, as is `now`. */
export const CarriedCallsReply = z.object({
  calls: z.object({ installation: z.uuid(), device: z.string(), sealed: SealedLedger, aliveAt: Instant }).nullable(),
  now: Instant,
});
export type CarriedCallsReply = z.infer<typeof CarriedCallsReply>;
