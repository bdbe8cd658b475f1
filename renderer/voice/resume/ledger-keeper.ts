import type { Id, Instant } from '../../../domain/ids.ts';
import type { KeptLedger } from '../../bridges/voice-bridge.ts';
import { isLive, type CallRecord } from '../call/call-state.ts';
import {
  entryOf,
  readLedger,
  writeLedger,
  type Dialog,
  type Ignored,
  type LedgerEntry,
  type LedgerOwner,
} from './ledger.ts';

export type LedgerKeeperOptions = {
  /** Puts this on the disk in place of what was there; null: nothing. */
  readonly keep: (text: string | null) => void;
  /** Notes that the calls live still. */
  readonly beat: () => void;
  readonly onIgnored: (why: Ignored) => void;
};

/** What the line knows of a call at the PBX. */
export type KnownCalls = {
  /** Undefined while there is none. */
  readonly dialog: (id: Id) => Dialog | undefined;
  /** For the agent it is over; the PBX has not said yet that it knows. */
  readonly isLeaving: (id: Id) => boolean;
};

/** What was found of the phone before. */
export type FoundLedger = { readonly entries: readonly LedgerEntry[]; readonly aliveAt: Instant };

/** How often it is noted that the calls live still, in ms: what is told as the gap is wrong by no more than this. */
const beatMs = 1_000;

/** Keeps on the disk what it takes to have the calls again after the death of this process, or of all of them. */
export class LedgerKeeper {
  readonly #options: LedgerKeeperOptions;
  readonly #entries = new Map<Id, LedgerEntry>();
  #found: KeptLedger = { text: null, aliveAt: null };
  #line: { readonly owner: LedgerOwner; readonly user: string } | undefined;
  #kept: string | null = null;
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(options: LedgerKeeperOptions) {
    this.#options = options;
  }

  /** What the phone before has left, read once at the start. */
  useFound(found: KeptLedger): void {
    this.#found = found;
    this.#kept = found.text;
  }

  /**
   * From now on the calls of this line are kept. Gives those that are to be had again; once, and only to the line that had them.
   * @param user of the line, as colleagues dial it
   */
  open(owner: LedgerOwner, user: string): FoundLedger {
    this.#line = { owner, user };
    const found = this.#found;
    this.#found = { text: null, aliveAt: null };
    const { entries, ignored } = readLedger(found, owner, Date.now());
    if (ignored !== null) this.#options.onIgnored(ignored);
    for (const entry of entries) this.#entries.set(entry.call.id, entry);
    this.#write();
    return { entries, aliveAt: found.aliveAt ?? new Date().toISOString() };
  }

  /** Calls that another desk had are this phone's from now on. */
  adopt(entries: readonly LedgerEntry[]): void {
    if (this.#line === undefined) return;
    for (const entry of entries) this.#entries.set(entry.call.id, entry);
    this.#write();
  }

  /** The line is no more, and neither are its calls. */
  close(): void {
    if (this.#line === undefined) return;
    this.#entries.clear();
    this.#write();
    this.#line = undefined;
  }

  /** To be called after each change of the calls, and of what the PBX knows of their end. */
  callsChanged(calls: readonly CallRecord[], known: KnownCalls): void {
    if (this.#line === undefined) return;
    const { user } = this.#line;
    const living = calls.filter(isLive);
    for (const [id, entry] of this.#entries) {
      if (living.some((call) => call.id === id)) continue;
      if (known.isLeaving(id)) this.#entries.set(id, leavingEntry(entry, calls, known, user));
      else this.#entries.delete(id);
    }
    for (const call of living) {
      const dialog = known.dialog(call.id) ?? this.#entries.get(call.id)?.dialog;
      const kept = call.answeredAt !== null || call.direction === 'incoming';
      const entry = dialog === undefined || !kept ? undefined : entryOf(call, dialog, user);
      if (entry !== undefined) this.#entries.set(call.id, entry);
    }
    this.#write();
  }

  #write(): void {
    if (this.#line === undefined) return;
    const text = writeLedger(this.#line.owner, [...this.#entries.values()]);
    if (text === null) {
      clearInterval(this.#beat);
      this.#beat = undefined;
    } else {
      this.#beat ??= setInterval(() => this.#options.beat(), beatMs);
    }
    if (text === this.#kept) return;
    this.#kept = text;
    this.#options.keep(text);
  }
}

/** The desk may have had the record of its end already, and the phone forgotten it. */
function leavingEntry(before: LedgerEntry, calls: readonly CallRecord[], known: KnownCalls, user: string): LedgerEntry {
  const { id } = before.call;
  const dialog = known.dialog(id) ?? before.dialog;
  const record = calls.find((call) => call.id === id);
  const entry = record === undefined ? undefined : entryOf(record, dialog, user);
  return entry ?? { ...before, leaving: true, dialog };
}
