/** Breaks parts of the house as the plan says, and brings back what does not come back by itself. */
import type { CasqueApp } from '../lab/app.ts';
import { DroppedPackets } from '../lab/dropped-packets.ts';
import { NetworkCut } from '../lab/network-cut.ts';
import type { OwnNetwork } from '../lab/own-network.ts';
import { RevivedDesk } from '../lab/revived-desk.ts';
import { pause, waitFor } from '../lab/wait.ts';
import type { ExchangeWatch } from './exchange-watch.ts';
import { faults, type FaultFacts, type FaultKind } from './fault-kinds.ts';
import type { House } from './house.ts';
import type { Journal } from './journal.ts';
import type { Fault } from './plan.ts';

type Inflict = (house: House, lastingMs: number, watch: ExchangeWatch) => Promise<void>;

/**
 * Each ends when the part is up again; what it needs to be of use again the others see for themselves.
 * @throws {NotInflicted} when there was nothing to break in time
 */
const inflict: Readonly<Record<FaultKind, Inflict>> = {
  desk: ({ app }) => crash(app, 'desk'),
  phone: ({ app }) => crash(app, 'voice'),
  store: ({ app }) => endStore(app),
  app: async ({ app }, lastingMs) => {
    await app.kill();
    await pause(lastingMs);
    await twice(
      () => app.start(),
      () => app.kill(),
    );
  },
  network: ({ asterisk }, lastingMs) => during(NetworkCut.begin({ asterisk }), lastingMs),
  loss: ({ asterisk }, lastingMs) =>
    during(DroppedPackets.begin({ ports: asterisk.rtpPorts, share: 0.1, directions: ['to', 'from'] }), lastingMs),
  // Opus as Casque has it wants some 60.
  narrow: (house, lastingMs) => during(ownNetwork(house).narrow(house.asterisk, 45), lastingMs),
  address: (house, lastingMs) => ownNetwork(house).move(house.asterisk, lastingMs),
  server: async ({ server }, lastingMs) => {
    await server.kill();
    await pause(lastingMs);
    await twice(
      () => server.boot(),
      () => server.kill(),
    );
  },
  database: async ({ postgres }, lastingMs) => {
    await postgres.halt();
    await pause(lastingMs);
    await twice(
      () => postgres.boot(),
      () => postgres.halt(),
    );
  },
  serverNetwork: ({ server }, lastingMs) => during(NetworkCut.ofServer(server), lastingMs),
  exchange: async ({ asterisk }, lastingMs, watch) => {
    await asterisk.halt();
    await pause(lastingMs);
    await twice(
      () => asterisk.boot(),
      () => asterisk.halt(),
    );
    watch.listen();
  },
};

class NotInflicted extends Error {}

function ownNetwork({ network }: House): OwnNetwork {
  if (network === undefined) throw new NotInflicted('This machine lets nobody have a network of their own.');
  return network;
}

/** One that is being started again is killed as soon as it is there. */
async function crash(app: CasqueApp, which: 'desk' | 'voice'): Promise<void> {
  try {
    await waitFor(`a ${which} to kill`, () => app.crash(which).then(() => true), { timeoutMs: 60_000 });
  } catch (error) {
    throw new NotInflicted(describe(error));
  }
}

/** As when the browser engine ends it: nobody is told. */
async function endStore(app: CasqueApp): Promise<void> {
  const end = `(() => { globalThis.casqueStoreWorker.terminate(); return true; })()`;
  const desk = new RevivedDesk(app);
  try {
    await waitFor('a store to end', () => desk.ask<boolean>(end), { timeoutMs: 60_000 });
  } catch (error) {
    throw new NotInflicted(describe(error));
  }
}

/** A program that did not come up on a busy machine is started once more. */
async function twice(boot: () => Promise<void>, clear: () => Promise<void>): Promise<void> {
  try {
    await boot();
  } catch {
    await clear();
    await boot();
  }
}

async function during(trouble: Promise<{ end(): Promise<void> }>, lastingMs: number): Promise<void> {
  const begun = await trouble.catch((error: unknown) => {
    throw new NotInflicted(describe(error));
  });
  await pause(lastingMs);
  await begun.end();
}

export type FaultsOptions = {
  readonly house: House;
  readonly journal: Journal;
  readonly watch: ExchangeWatch;
  /** Whether the phone is just having a call again that it lost by dying. */
  readonly isBetween: () => Promise<boolean>;
  /** The phone is about to die. */
  readonly onDeath: () => void;
};

export class Faults {
  readonly counts = new Map<FaultKind, number>();
  /** Of what was planned, what found nothing to break in time. */
  readonly notInflicted: string[] = [];
  readonly #options: FaultsOptions;
  readonly #underWay = new Map<FaultFacts['part'], Promise<void>>();
  #failed: Error | undefined;

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** Begins a fault and does not wait for it; a part that is broken already breaks again when it is up. */
  begin(fault: Fault): void {
    const { part } = faults[fault.kind];
    const before = this.#underWay.get(part) ?? Promise.resolve();
    this.#underWay.set(
      part,
      before.then(() => this.#run(fault)),
    );
  }

  /** Waits until these parts are up; all of them without a word. @throws {Error} when one could not be brought back */
  async over(...parts: readonly FaultFacts['part'][]): Promise<void> {
    for (const part of parts.length === 0 ? [...this.#underWay.keys()] : parts) await this.#underWay.get(part);
    if (this.#failed !== undefined) throw this.#failed;
  }

  async #run({ kind, afterMs, seconds }: Fault): Promise<void> {
    const { house, journal, watch, onDeath } = this.#options;
    const { words } = faults[kind];
    try {
      await pause(afterMs);
      if (kind === 'app' || kind === 'phone') await this.#callsSettled();
      journal.say(`! ${words}${seconds === 0 ? '' : `, for ${seconds} s`}`);
      if (kind === 'app' || kind === 'phone') onDeath();
      await inflict[kind](house, seconds * 1000, watch);
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      if (seconds > 0) journal.say(`! over: ${words}`);
    } catch (error) {
      if (error instanceof NotInflicted) {
        this.notInflicted.push(`${words}: ${error.message}`);
        journal.say(`! not inflicted: ${words}`);
      } else {
        this.#failed ??= new Error(`${words}: it could not be brought back`, { cause: error });
      }
    }
  }

  /**
   * A phone that dies while the exchange is giving it a call again, be it only to end it, leaves the exchange with a dialog whose tag nobody
   * has read: no SIP request could name it (RFC 3891 §3).
   */
  async #callsSettled(): Promise<void> {
    try {
      await waitFor('the calls to be settled', async () => !(await this.#options.isBetween()), { timeoutMs: 60_000 });
    } catch (error) {
      throw new NotInflicted(describe(error));
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
