import type { Id } from '../../../domain/ids.ts';
import type { CallsElsewhere } from '../../bridges/voice-bridge.ts';
import type { Elsewhere } from '../contract/state.ts';
import { isRing, readLedger, type LedgerEntry, type LedgerOwner } from './ledger.ts';

export type ElsewhereWatchOptions = {
  readonly ask: () => Promise<CallsElsewhere>;
  readonly onChange: (elsewhere: Elsewhere | null) => void;
  /** Other calls than before are another desk's. */
  readonly onHeld: (held: readonly Id[]) => void;
  /** The other desk has nothing but calls that were hung up and that the PBX has not heard of yet: they are to be ended from here. */
  readonly onUnfinished: (left: LeftCalls) => void;
};

/** What another desk has left, to be had here. */
export type LeftCalls = { readonly entries: readonly LedgerEntry[]; readonly aliveAt: string };

/** Between two looks while something is offered, in ms: the other desk may be alive, and its call may end. */
const againMs = 5_000;

/** Calls of this agent at another desk: offered when the line is opened, and withdrawn when they are no more. */
export class ElsewhereWatch {
  readonly #options: ElsewhereWatchOptions;
  #owner: LedgerOwner | undefined;
  #found: LeftCalls | undefined;
  #state: Elsewhere | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held: readonly Id[] | null = null;
  #looked: Promise<unknown> = Promise.resolve();
  /** A look that was begun before this one shows nothing any more. */
  #run: object = {};

  constructor(options: ElsewhereWatchOptions) {
    this.#options = options;
  }

  get state(): Elsewhere | null {
    return this.#state;
  }

  /** The calls that another desk has had since the line was opened; null: not known yet. */
  get held(): readonly Id[] | null {
    return this.#held;
  }

  /** Whether another desk has this call, as far as the server says. */
  async holds(id: Id): Promise<boolean> {
    await this.#looked;
    return this.#held?.includes(id) === true;
  }

  /** Whether another desk has this call now: asks the server again, and offers what there is. */
  async holdsNow(id: Id): Promise<boolean> {
    const owner = this.#owner;
    return owner !== undefined && (await this.#look(owner)).includes(id);
  }

  open(owner: LedgerOwner): void {
    this.#owner = owner;
    this.#held = null;
    this.#looked = this.#look(owner);
  }

  /** The line is no more. */
  close(): void {
    this.#owner = undefined;
    this.leave();
  }

  /** The agent leaves them to the other desk: they are offered no more. */
  leave(): void {
    this.#run = {};
    this.#show(null, undefined);
  }

  /** The agent wants them here: they are offered no more. Undefined: there are none. */
  take(): LeftCalls | undefined {
    const found = this.#found;
    this.leave();
    return found;
  }

  /** @returns the calls that another desk has now */
  async #look(owner: LedgerOwner): Promise<readonly Id[]> {
    const run = this.#run;
    const found = await this.#options.ask();
    if (this.#owner !== owner) return [];
    const there = found === null ? [] : readLedger(found.ledger, owner, Date.now()).entries;
    const ids = there.map(({ call }) => call.id);
    this.#hold(ids);
    if (this.#run === run) this.#offer(owner, found, there);
    return ids;
  }

  #offer(owner: LedgerOwner, found: CallsElsewhere, there: readonly LedgerEntry[]): void {
    const offered = there.filter(isOffered);
    const entries = there.filter((entry) => entry.leaving || isOffered(entry));
    if (found === null || offered.length === 0) {
      this.leave();
      const aliveAt = found?.ledger.aliveAt ?? new Date().toISOString();
      if (entries.length > 0) this.#options.onUnfinished({ entries, aliveAt });
      return;
    }
    const { device, ledger } = found;
    const calls = offered.map(({ call: { id, number, displayName, customerNumber, answeredAt, startedAt } }) => ({
      id,
      number,
      displayName,
      customerNumber,
      since: answeredAt ?? startedAt,
    }));
    this.#show({ device, calls }, { entries, aliveAt: ledger.aliveAt ?? new Date().toISOString() });
    this.#timer = setTimeout(() => void this.#look(owner), againMs);
  }

  #hold(ids: readonly Id[]): void {
    const before = this.#held;
    const held = [...new Set([...(before ?? []), ...ids])];
    if (before !== null && held.length === before.length) return;
    this.#held = held;
    this.#options.onHeld(held);
  }

  #show(state: Elsewhere | null, found: LeftCalls | undefined): void {
    clearTimeout(this.#timer);
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#found = found;
    this.#state = state;
    if (changed) this.#options.onChange(state);
  }
}

/** A call to go on with: not one that only rings there, or that is being ended. */
function isOffered(entry: LedgerEntry): boolean {
  return !isRing(entry) && !entry.leaving;
}
