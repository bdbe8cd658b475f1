import type { Id } from '../../../domain/ids.ts';
import type { PhoneCall } from '../contract/state.ts';
import type { QualityDetails, QualityState } from '../contract/quality.ts';
import { detailsOf, ended, newRecord, paused, stateOf, withCounters, type CallQualityRecord } from './call-quality.ts';
import { readCounters } from './counters.ts';

export type QualityWatchOptions = {
  readonly calls: () => readonly Pick<PhoneCall, 'id' | 'phase' | 'heldByRemote'>[];
  /** Undefined: the call has no connection any more. */
  readonly statistics: (id: Id) => Promise<RTCStatsReport> | undefined;
  readonly onChange: (states: QualityState[]) => void;
  readonly onProblem: (error: unknown) => void;
};

const everyMs = 1_000;

/** Measures each call in which people talk, once a second, and tells when what there is to say about it changes. */
export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #records = new Map<Id, CallQualityRecord>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #told = '[]';

  constructor(options: QualityWatchOptions) {
    this.#options = options;
  }

  get states(): QualityState[] {
    return [...this.#records.values()].map(stateOf);
  }

  details(id: Id): QualityDetails | undefined {
    const record = this.#records.get(id);
    return record === undefined ? undefined : detailsOf(record);
  }

  /** To be called after each change of the calls. */
  callsChanged(): void {
    const calls = this.#options.calls();
    for (const id of this.#records.keys()) {
      if (!calls.some((call) => call.id === id)) this.#records.delete(id);
    }
    for (const call of calls) {
      const record = this.#records.get(call.id);
      if (isTalk(call)) this.#records.set(call.id, record ?? newRecord(call.id));
      else if (record === undefined) continue;
      else if (call.phase !== 'ended') this.#records.set(call.id, paused(record));
      else if (record.summary === null) this.#records.set(call.id, ended(record));
    }
    if (!calls.some(isTalk)) this.stop();
    else this.#timer ??= setInterval(() => void this.#measure(), everyMs);
    this.#tell();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #measure(): Promise<void> {
    await Promise.all(
      this.#options
        .calls()
        .filter(isTalk)
        .map(({ id }) => this.#measureOne(id)),
    );
    this.#tell();
  }

  async #measureOne(id: Id): Promise<void> {
    try {
      const report = await this.#options.statistics(id);
      const record = this.#records.get(id);
      // It may have been put on hold or have ended meanwhile.
      const call = this.#options.calls().find((candidate) => candidate.id === id);
      if (report === undefined || record === undefined || call === undefined || !isTalk(call)) return;
      this.#records.set(id, withCounters(record, readCounters(report)));
    } catch (error) {
      this.#options.onProblem(error);
    }
  }

  #tell(): void {
    const { states } = this;
    const told = JSON.stringify(states);
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onChange(states);
  }
}

function isTalk({ phase, heldByRemote }: Pick<PhoneCall, 'phase' | 'heldByRemote'>): boolean {
  return phase === 'active' && !heldByRemote;
}
