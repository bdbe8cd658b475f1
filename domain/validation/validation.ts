import { v5 } from 'uuid';
import { z } from 'zod';
import { Equipment } from '../contact/contact.ts';
import { Id, Instant } from '../ids.ts';
import { rowFields } from '../row.ts';

/** `yes` and `no` may carry words too; `text` is an answer that is neither. */
export const Verdict = z.enum(['yes', 'no', 'text']);
export type Verdict = z.infer<typeof Verdict>;

export const ValidationState = z.enum(['open', 'answered', 'withdrawn']);
export type ValidationState = z.infer<typeof ValidationState>;

/** One colleague, or whoever of a team answers first. */
export const Asked = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: Id }),
  z.object({ kind: z.literal('team'), id: Id }),
]);
export type Asked = z.infer<typeof Asked>;

/** Notes that go with a request to somebody who cannot read the ticket, the newest ones. */
export const longestSnapshot = 5;

/** What the ticket said when the question was asked, for those who cannot read it. */
export const TicketSnapshot = z.looseObject({
  reference: z.int().positive().nullable(),
  subject: z.string().max(200),
  contactName: z.string().max(120).nullable(),
  equipment: z.array(Equipment).max(20),
  notes: z.array(z.object({ authorId: Id, at: Instant, text: z.string().max(20_000) })).max(longestSnapshot),
});
export type TicketSnapshot = z.infer<typeof TicketSnapshot>;

/**
 * A question to a colleague, a team or a support level while the caller waits. `scope` is the asker's team. Where the asked do
 * not work in it, a second row stands in their scope, the mirror (`mirrorOf`), which carries what they may not read: so the
 * rights stay with the scopes. Both change together on the server.
 */
export const Validation = z.looseObject({
  ...rowFields,
  askedBy: Id,
  askedAt: Instant,
  asked: Asked,
  question: z.string().min(1).max(2000),
  callId: Id.nullable(),
  ticketId: Id.nullable(),
  contactId: Id.nullable(),
  /** E.164, an extension, or null when withheld. */
  callerNumber: z.string().max(64).nullable(),
  state: ValidationState,
  answeredBy: Id.nullable(),
  answeredAt: Instant.nullable(),
  verdict: Verdict.nullable(),
  answer: z.string().max(2000).nullable(),
  /** Of a mirror: the row that it mirrors. */
  mirrorOf: Id.nullable(),
  snapshot: TicketSnapshot.nullable(),
});
export type Validation = z.infer<typeof Validation>;

/** The id of a request's mirror: the same wherever it is made. */
export function mirrorId(id: Id): Id {
  return v5('validation-mirror', id);
}

/** Whether this agent is one of those who were asked. Nobody answers themselves. */
export function isAsked(validation: Validation, agent: { readonly id: Id; readonly teamIds: readonly Id[] }): boolean {
  if (validation.askedBy === agent.id) return false;
  const { kind, id } = validation.asked;
  return kind === 'agent' ? id === agent.id : agent.teamIds.includes(id);
}
