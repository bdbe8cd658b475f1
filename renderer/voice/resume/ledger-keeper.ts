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
  }

  /** The line is no more, and neither are its calls. */
  close(): void {
    if (this.#line === undefined) return;
    this.#entries.clear();
    this.#write();
    this.#line = undefined;
  }

  /** To be called after each change of the calls. @param dialogOf undefined while there is none */
  callsChanged(calls: readonly CallRecord[], dialogOf: (id: Id) => Dialog | undefined): void {
    if (this.#line === undefined) return;
    const { user } = this.#line;
    const living = new Map(calls.filter(isLive).map((call) => [call.id, call]));
    for (const id of this.#entries.keys()) if (!living.has(id)) this.#entries.delete(id);
    for (const call of living.values()) {
      const dialog = dialogOf(call.id) ?? this.#entries.get(call.id)?.dialog;
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
