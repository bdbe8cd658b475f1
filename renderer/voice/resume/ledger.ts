import { z } from 'zod';
import { Id, type Instant } from '../../../domain/ids.ts';
import type { KeptLedger } from '../../bridges/voice-bridge.ts';
import { maximumLiveCalls, publicCall, type CallRecord } from '../call/call-state.ts';
import { PhoneCall } from '../contract/state.ts';

/** Goes into a header field as it is (RFC 3891 §6.1). */
const HeaderPart = z
  .string()
  .max(256)
  .regex(/^[^\s;,]+$/);

/** What names a dialog (RFC 3261 §12), seen from us, and whether its sound was coded in Opus. */
export const Dialog = z.object({ callId: HeaderPart, localTag: HeaderPart, remoteTag: HeaderPart, opus: z.boolean() });
export type Dialog = z.infer<typeof Dialog>;

/** One call that was answered, or that rings and can be, and all that it takes to have it again. */
export const LedgerEntry = z.object({
  call: PhoneCall,
  /** What the agent asked last; the PBX may have been behind. */
  wantsHold: z.boolean(),
  /** It is over for the agent, and the PBX has not said yet that it knows: it is had again only to be ended. */
  leaving: z.boolean().default(false),
  dialog: Dialog,
  /** What can be dialled at the PBX, the surest first: it wants an address that exists, although the dialog decides. */
  targets: z
    .array(
      z
        .string()
        .max(128)
        .regex(/^[^\s<>"]+$/),
    )
    .min(1)
    .max(3),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** Whose calls they are: nobody else ever takes them up. */
const Owner = z.object({ agentId: Id, aor: z.string().max(256) });
export type LedgerOwner = z.infer<typeof Owner>;

const Ledger = z.object({
  version: z.literal(1),
  owner: Owner,
  entries: z.array(LedgerEntry).max(2 * maximumLiveCalls),
});

/**
 * A phone that has been away for longer finds nobody who waited: it would only open the microphone where nobody expects it. A PBX that
 * has ended the call by its own time-outs says so before that, and is believed.
 */
export const longestAwayMs = 5 * 60_000;

/** The same for a call that only rang: few people wait for longer, and the PBX has long offered them to somebody else. */
export const longestRingAwayMs = 30_000;

/** Why what was kept is of no use. */
export type Ignored = 'malformed' | 'foreign' | 'expired';

export type FoundCalls = { readonly entries: readonly LedgerEntry[]; readonly ignored: Ignored | null };

/** @param now milliseconds since the epoch */
export function readLedger(kept: KeptLedger, owner: LedgerOwner, now: number): FoundCalls {
  if (kept.text === null) return { entries: [], ignored: null };
  const ledger = Ledger.safeParse(parsed(kept.text));
  if (!ledger.success) return { entries: [], ignored: 'malformed' };
  const { owner: whose, entries } = ledger.data;
  if (whose.agentId !== owner.agentId || whose.aor !== owner.aor) return { entries: [], ignored: 'foreign' };
  const away = now - Date.parse(kept.aliveAt ?? '');
  // A clock that was set back says nothing about the time that has passed.
  if (!(away >= -longestAwayMs && away <= longestAwayMs)) return { entries: [], ignored: 'expired' };
  return { entries: entries.filter((entry) => !isRing(entry) || away <= longestRingAwayMs), ignored: null };
}

/** It rang, and nobody had answered it yet. */
export function isRing({ call, leaving }: Pick<LedgerEntry, 'call' | 'leaving'>): boolean {
  return call.direction === 'incoming' && call.answeredAt === null && !leaving;
}

/** Null when there is nothing to keep. */
export function writeLedger(owner: LedgerOwner, entries: readonly LedgerEntry[]): string | null {
  if (entries.length === 0) return null;
  const live = entries.filter(({ leaving }) => !leaving);
  const left = entries.filter(({ leaving }) => leaving).slice(-maximumLiveCalls);
  return JSON.stringify({ version: 1, owner, entries: [...live, ...left] } satisfies z.input<typeof Ledger>);
}

/** @param user of our line, as colleagues dial it */
export function entryOf(record: CallRecord, dialog: Dialog, user: string): LedgerEntry | undefined {
  const numbers = record.direction === 'outgoing' ? [record.number, user] : [user, record.number];
  const entry = LedgerEntry.safeParse({
    // Digits may be a secret of the agent or the customer, and are of no use later.
    call: { ...publicCall(record), digits: '' },
    wantsHold: record.wantsHold,
    leaving: record.phase === 'ended',
    dialog,
    targets: [...new Set(numbers.filter((number) => number !== null && number !== ''))],
  });
  return entry.success ? entry.data : undefined;
}

/** How a call that was kept stands before it is had again. @param since when the phone was last known to be alive */
export function recordFrom(entry: LedgerEntry, since: Instant): CallRecord {
  const { call, wantsHold } = entry;
  const ours = { wantsHold, earlyMedia: false };
  if (entry.leaving) return { ...call, ...ours, resuming: false };
  const conversation = wantsHold ? 'held' : 'active';
  return {
    ...call,
    phase: isRing(entry) ? 'ringing' : conversation,
    heldByRemote: false,
    holdPending: false,
    errorCode: null,
    transfer: null,
    reconnectingSince: since,
    lastGap: null,
    ...ours,
    resuming: true,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
