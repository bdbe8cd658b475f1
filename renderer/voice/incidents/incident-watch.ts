import type { ErrorCode } from '../../../domain/errors.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import type { PhoneIncident } from '../../../domain/wire/incident.ts';
import type { PhoneCall, PhoneSnapshot } from '../contract/state.ts';

export type IncidentWatchOptions = {
  /** When this phone started, in ms since 1970: a silence that began before is its own absence. */
  readonly since: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (incident: PhoneIncident) => void;
};

type Told = { readonly gapEndedAt: Instant | null; readonly cut: boolean };

/** Reads off the phone's state what is to be remembered of it: the line, the calls and the microphone, as they go and come back. */
export class IncidentWatch {
  readonly #options: IncidentWatchOptions;
  #mode: PhoneSnapshot['mode'] = 'none';
  #lineLostAt: number | null = null;
  #microphoneLostAt: number | null = null;
  #calls = new Map<Id, Told>();

  constructor(options: IncidentWatchOptions) {
    this.#options = options;
  }

  /** The phone's state is this now. */
  look({ mode, account, devices, calls }: PhoneSnapshot): void {
    if (mode !== this.#mode) {
      // Another line, or none: what was of the one before does not come back.
      this.#lineLostAt = null;
      this.#microphoneLostAt = null;
      this.#mode = mode;
    }
    if (mode === 'none') return;
    if (account.state === 'retrying' || account.state === 'failed') this.#lineLost(account.code);
    else if (account.state === 'registered') this.#lineBack();
    if (devices.microphone.state === 'unavailable') this.#microphoneLost(devices.microphone.code);
    else if (devices.microphone.state === 'ready') this.#microphoneBack();
    for (const call of calls) this.#lookAt(call);
    const here = new Set(calls.map(({ id }) => id));
    for (const id of this.#calls.keys()) if (!here.has(id)) this.#calls.delete(id);
  }

  #lookAt({ id, lastGap, phase, errorCode, outcome }: PhoneCall): void {
    const { since, tell } = this.#options;
    const told = this.#calls.get(id) ?? { gapEndedAt: null, cut: false };
    const gap = lastGap !== null && lastGap.endedAt !== told.gapEndedAt ? lastGap : null;
    if (gap !== null) {
      const why = Date.parse(gap.endedAt) - gap.ms < since ? 'restart' : 'network';
      tell({ at: gap.endedAt, code: 'call-gap', ms: gap.ms, why });
    }
    const cut = phase === 'ended' && outcome !== 'missed' && isCut(errorCode) ? errorCode : null;
    if (cut !== null && !told.cut) tell({ at: this.#at(), code: 'call-cut', cause: cut });
    this.#calls.set(id, { gapEndedAt: lastGap?.endedAt ?? null, cut: told.cut || cut !== null });
  }

  #lineLost(cause: ErrorCode): void {
    if (this.#lineLostAt !== null) return;
    this.#lineLostAt = this.#options.now();
    this.#options.tell({ at: this.#at(), code: 'line-lost', cause });
  }

  #lineBack(): void {
    if (this.#lineLostAt === null) return;
    const ms = Math.max(0, this.#options.now() - this.#lineLostAt);
    this.#lineLostAt = null;
    this.#options.tell({ at: this.#at(), code: 'line-back', ms });
  }

  #microphoneLost(cause: ErrorCode): void {
    if (this.#microphoneLostAt !== null) return;
    this.#microphoneLostAt = this.#options.now();
    this.#options.tell({ at: this.#at(), code: 'microphone-lost', cause });
  }

  #microphoneBack(): void {
    if (this.#microphoneLostAt === null) return;
    const ms = Math.max(0, this.#options.now() - this.#microphoneLostAt);
    this.#microphoneLostAt = null;
    this.#options.tell({ at: this.#at(), code: 'microphone-back', ms });
  }

  #at(): Instant {
    return new Date(this.#options.now()).toISOString();
  }
}

function isCut(code: ErrorCode | null): code is 'PHONE_CALL_LOST' | 'PHONE_CALL_OVER' {
  return code === 'PHONE_CALL_LOST' || code === 'PHONE_CALL_OVER';
}
