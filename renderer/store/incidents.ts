import type { StoreIncident } from '../../domain/wire/incident.ts';
import type { SyncState } from './contract.ts';

/** Without its time, which is now. */
export type StoreHappening = StoreIncident extends infer I ? (I extends StoreIncident ? Omit<I, 'at'> : never) : never;

export function incidentAt(now: number, happening: StoreHappening): StoreIncident {
  return { at: new Date(now).toISOString(), ...happening };
}

/** Reads off the state of the sync how the server goes and comes back. */
export class SyncIncidents {
  readonly #tell: (happening: StoreHappening) => void;
  readonly #now: () => number;
  #lostAt: number | null = null;
  #ended = false;

  constructor(now: () => number, tell: (happening: StoreHappening) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  look(sync: SyncState): void {
    switch (sync.state) {
      case 'offline':
        if (this.#lostAt !== null) return;
        this.#lostAt = this.#now();
        this.#tell({ code: 'server-lost', cause: sync.code });
        return;
      case 'signed-out':
        if (!this.#ended) this.#tell({ code: 'session-ended', cause: sync.code });
        this.#ended = true;
        return;
      case 'syncing':
        // Answers are on their way, or are only hoped for.
        return;
      case 'online':
        this.#ended = false;
        if (this.#lostAt === null) return;
        this.#tell({ code: 'server-back', ms: Math.max(0, this.#now() - this.#lostAt) });
        this.#lostAt = null;
    }
  }
}
