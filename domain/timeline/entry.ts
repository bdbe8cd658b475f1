import { z } from 'zod';
import { CallbackOutcome } from '../callback/callback.ts';
import { FileDigest, FileName, FileType, Thumbnail } from '../file/file.ts';
import { Id, Instant } from '../ids.ts';
import { rowFields } from '../row.ts';
import { StepId } from '../procedure/procedure.ts';
import { StepAnswer } from '../procedure/progress.ts';
import { LinkKind } from '../ticket/link.ts';
import { TicketState } from '../ticket/state.ts';
import { SatisfactionScore } from './satisfaction.ts';

const entryFields = { ...rowFields, ticketId: Id, authorId: Id, at: Instant };

/** Characters of an e-mail or a chat, which are pasted whole. */
export const mostOfExchange = 50_000;
/** RFC 5321 §4.5.3.1.3. */
export const mostOfAddress = 254;
export const mostOfCorrespondent = 120;
export const mostOfEmailSubject = 300;

export const EmailDirection = z.enum(['incoming', 'outgoing']);
export type EmailDirection = z.infer<typeof EmailDirection>;

/** What was written elsewhere, and recorded here by `authorId`; `at`: when it was sent or received, or began. */
const exchangeFields = { ...entryFields, recordedAt: Instant, text: z.string().min(1).max(mostOfExchange) };

/** What happened on a ticket, oldest first. Calls are rows of their own (`Call.ticketId`) and are shown among these. */
export const Entry = z.discriminatedUnion('kind', [
  z.looseObject({ ...entryFields, kind: z.literal('note'), text: z.string().min(1).max(20_000) }),
  /** An e-mail; `correspondent`: the customer's address. */
  z.looseObject({
    ...exchangeFields,
    kind: z.literal('email'),
    direction: EmailDirection,
    correspondent: z.string().max(mostOfAddress),
    subject: z.string().max(mostOfEmailSubject),
  }),
  /** A chat, as it was written; `correspondent`: with whom. */
  z.looseObject({
    ...exchangeFields,
    kind: z.literal('chat'),
    correspondent: z.string().max(mostOfCorrespondent),
  }),
  /** How satisfied the customer said they are. At most one of a ticket is `standing`; the others are of before, or came second. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('satisfaction'),
    score: SatisfactionScore,
    /** What they said. */
    text: z.string().max(2000).nullable(),
    standing: z.boolean(),
  }),
  z.looseObject({
    ...entryFields,
    kind: z.literal('state'),
    from: TicketState.nullable(),
    to: TicketState,
  }),
  /** A value that lost a conflict on `field`: kept here, never silently dropped. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('lost-value'),
    field: z.string().max(40),
    value: z.string().max(20_000),
  }),
  /** A file; its content is at the server (GET /v1/files/ID/content, with the id of the entry). */
  z.looseObject({
    ...entryFields,
    kind: z.literal('file'),
    name: FileName,
    type: FileType,
    /** Bytes. */
    size: z.int().positive(),
    sha256: FileDigest,
    thumbnail: Thumbnail.nullable(),
    /** Its content is gone for good, with the person whom it concerned. */
    erasedAt: Instant.optional(),
  }),
  /** A promise to call back, and what became of it. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('callback'),
    callbackId: Id,
    event: z.enum(['promised', 'moved', ...CallbackOutcome.options]),
    /** The promised time, of a `moved` one the new time. */
    dueAt: Instant,
    /** Of a `moved` one: the time before. */
    from: Instant.nullable(),
  }),
  /** A link to another ticket that was made or taken away: `from` this one, or from the other one `to` this. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('link'),
    link: LinkKind,
    event: z.enum(['linked', 'unlinked']),
    side: z.enum(['from', 'to']),
    otherId: Id,
    /** The other one's number, where it had one. */
    reference: z.int().positive().nullable(),
  }),
  /** A procedure that was begun, under its title and version of then. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('procedure'),
    versionId: Id,
    title: z.string().max(120),
    version: z.int().positive(),
  }),
  /** What was said of a step of it; `text`: what the step said. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('step'),
    versionId: Id,
    stepId: StepId,
    text: z.string().max(300),
    answer: StepAnswer,
    /** What was written down. */
    value: z.string().max(2000).nullable(),
  }),
  /** The ticket was handed over to another team, and why, where that was said. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('handover'),
    fromTeamId: Id,
    toTeamId: Id,
    reason: z.string().max(2000).nullable(),
  }),
  /** Another ticket was merged into this one (`from`), or this one into another; the other as it was called then. */
  z.looseObject({
    ...entryFields,
    kind: z.literal('merge'),
    direction: z.enum(['from', 'into']),
    otherId: Id,
    reference: z.int().positive().nullable(),
    subject: z.string().max(200),
  }),
]);
export type Entry = z.infer<typeof Entry>;
export type EntryKind = Entry['kind'];
