import { writeFile } from 'node:fs/promises';
import type { UpdateState, WorkInHand } from '../../renderer/bridges/update.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../log/log.ts';
import type { AppImage } from './app-image.ts';
import { whyNotNow } from './why-not-now.ts';

/** A newer version is looked for this often, after a first look soon after the start; milliseconds. */
const everyMs = 3_600_000;
const firstMs = 15_000;
/** A quiet moment: nothing is in hand, and nobody has touched this machine for so many seconds. */
const quietSeconds = 120;
const lookMs = 5_000;

export type UpdatesOptions = {
  readonly appImage: Pick<AppImage, 'install'>;
  /** Fetches a newer version; its number, or null. */
  readonly fetch: (failed: readonly string[]) => Promise<string | null>;
  /** Where a new version says that it is usable. */
  readonly marker: string;
  /** A version that did not start, of which the guardian has told. */
  readonly failed: string | null;
  readonly hasCall: () => boolean;
  /** Seconds since the person last did something at this machine. */
  readonly idleSeconds: () => number;
  readonly quit: () => void;
  readonly onState: (state: UpdateState) => void;
  readonly incidents: Pick<Incidents, 'all' | 'happened'>;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
};

/** Fetches new versions, and installs one when nothing of the agent's work would suffer. */
export class Updates {
  readonly #options: UpdatesOptions;
  #inHand: WorkInHand | null = null;
  #ready: string | null = null;
  #told: UpdateState = null;
  #installing = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { failed, incidents } = options;
    if (failed !== null) incidents.happened({ code: 'update-rolled-back', version: failed });
  }

  get state(): UpdateState {
    if (this.#ready === null) return null;
    const { hasCall } = this.#options;
    return { version: this.#ready, waitsFor: whyNotNow({ hasCall: hasCall(), inHand: this.#inHand }) };
  }

  /** The desk takes keys: this version works, and there is time to look for another one. */
  usable(): void {
    const { marker, log } = this.#options;
    writeFile(marker, '').catch((error: unknown) => log.warn('update-marker-failed', String(error)));
    if (this.#timers.length > 0) return;
    const look = (): void => void this.#look();
    this.#timers = [setTimeout(look, firstMs), setInterval(look, everyMs), setInterval(() => this.#quiet(), lookMs)];
  }

  use(inHand: WorkInHand): void {
    this.#inHand = inHand;
    this.changed();
  }

  /** Something that an update waits for may be other than before. */
  changed(): void {
    const { state } = this;
    if (JSON.stringify(state) === JSON.stringify(this.#told)) return;
    this.#told = state;
    this.#options.onState(state);
  }

  /** False: it may not be now. The program ends otherwise, and the new version starts. */
  async install(): Promise<boolean> {
    const { state } = this;
    if (state === null || state.waitsFor !== null || this.#installing) return false;
    const { appImage, incidents, log, quit } = this.#options;
    this.#installing = true;
    try {
      await appImage.install(state.version);
    } catch (error) {
      log.error('update-not-installed', String(error));
      this.#ready = null;
      this.#installing = false;
      this.changed();
      return false;
    }
    incidents.happened({ code: 'update-installed', version: state.version });
    quit();
    return true;
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #look(): Promise<void> {
    const { fetch, incidents, log } = this.#options;
    if (this.#ready !== null) return;
    const failed = incidents.all.flatMap((each) => (each.code === 'update-rolled-back' ? [each.version] : []));
    try {
      this.#ready = await fetch(failed);
      if (this.#ready !== null) log.info('update-ready', this.#ready);
    } catch (error) {
      log.warn('update-not-fetched', String(error));
    }
    this.changed();
  }

  #quiet(): void {
    this.changed();
    if (this.state?.waitsFor === null && this.#options.idleSeconds() >= quietSeconds) void this.install();
  }
}
