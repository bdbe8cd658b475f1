import { z } from 'zod';
import { DraftCopy, mostDraftCopies } from './draft-copy.ts';
import { Id, Instant } from '../ids.ts';
import type { MutationEnvelope } from '../mutation/registry.ts';

/** The longest line of a mutation that waits, in characters of JSON: several times as much as any mutation has. */
export const longestQueuedLine = 1_000_000;

/** The longest line of all: a mutation that was refused has the server's word beside it, and must not be too long for that. */
export const longestLine = longestQueuedLine + 10_000;

/** As the wire has it; repeated here, since whoever reads a journal does not need all that a mutation can do. */
const Queued = z.object({
  id: Id,
  seq: z.int().positive(),
  name: z.string().max(64),
  args: z.unknown(),
  at: Instant,
  /** The draft that it ended, at this moment. */
  ends: z.object({ key: z.string().min(1).max(200), savedAt: Instant }).exactOptional(),
}) satisfies z.ZodType<MutationEnvelope>;

/** What the server did not take, or took in part: the agent's words, until they have dealt with it. */
const Refused = z.object({
  id: Id,
  name: z.string().max(64),
  args: z.unknown(),
  at: Instant,
  /** The server's word, as the store reads it. */
  result: z.unknown(),
  /** Its number, and the identity under which it had it. */
  from: z.object({ clientId: Id, seq: z.int().positive() }).exactOptional(),
});

/** One line of the outbox's journal: what the store had on disk, in the order in which it happened. */
export const JournalLine = z.discriminatedUnion('kind', [
  /** A database has this identity at the server. First line of a journal. */
  z.object({ kind: z.literal('client'), clientId: Id }),
  /** Queued; the store had it on disk. */
  z.object({ kind: z.literal('queued'), clientId: Id, mutation: Queued }),
  /** The server has confirmed everything up to `seq`, and the store had that on disk. */
  z.object({ kind: z.literal('confirmed'), clientId: Id, seq: z.int().nonnegative() }),
  /** Not taken by the server, and the store had that on disk. */
  z.object({ kind: z.literal('refused'), record: Refused }),
  /** The agent has dealt with what was refused: given it up, or sent it corrected. */
  z.object({ kind: z.literal('settled'), id: Id }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** The name of the store's database (one per server and agent). */
const Database = z.string().min(1).max(400);

/**
 * What the store asks of its journal. `append`, `replace`, `keepDraft` and `writeDrafts` are on the disk when they are answered; `remove` goes with
 * the agent's data, their drafts included.
 */
export const JournalRequest = z.discriminatedUnion('act', [
  z.object({ act: z.literal('read'), database: Database }),
  z.object({ act: z.literal('append'), database: Database, lines: z.array(JournalLine).max(1000) }),
  z.object({ act: z.literal('replace'), database: Database, lines: z.array(JournalLine).max(20_000) }),
  z.object({ act: z.literal('remove'), database: Database }),
  /** Answered where the disk has room for more, and refused as full where it has not. */
  z.object({ act: z.literal('room'), database: Database }),
  z.object({ act: z.literal('readDrafts'), database: Database }),
  /** One, which the store has not saved yet: what it was before is forgotten, unless that is later. */
  z.object({ act: z.literal('keepDraft'), database: Database, draft: DraftCopy }),
  /** All that the store has, in place of the ones before; what was kept for it and is later stays. */
  z.object({ act: z.literal('writeDrafts'), database: Database, drafts: z.array(DraftCopy).max(mostDraftCopies) }),
]);
export type JournalRequest = z.infer<typeof JournalRequest>;

/** The lines that `read` found, or the drafts that `readDrafts` did; of the others nothing. `exists`: this database has been here. */
export const JournalAnswer = z.object({
  exists: z.boolean(),
  lines: z.array(JournalLine),
  drafts: z.array(DraftCopy).exactOptional(),
});
export type JournalAnswer = z.infer<typeof JournalAnswer>;
