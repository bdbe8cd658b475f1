/** Breaks parts of the house as the plan says, and brings back what does not come back by itself. */
import type { CasqueApp } from '../lab/app.ts';
import { DroppedPackets } from '../lab/dropped-packets.ts';
import { NetworkCut } from '../lab/network-cut.ts';
import { pause, waitFor } from '../lab/wait.ts';
import type { ExchangeWatch } from './exchange-watch.ts';
import { faults, type FaultFacts, type FaultKind } from './fault-kinds.ts';
import type { House } from './house.ts';
import type { Journal } from './journal.ts';
import type { Fault } from './plan.ts';

type Inflict = (house: House, lastingMs: number, watch: ExchangeWatch) => Promise<void>;

/** Each ends when the part is up again; what it needs to be of use again the others see for themselves. */
const inflict: Readonly<Record<FaultKind, Inflict>> = {
  desk: ({ app }) => crash(app, 'desk'),
  phone: ({ app }) => crash(app, 'voice'),
  app: async ({ app }, lastingMs) => {
    await app.kill();
    await pause(lastingMs);
    await app.start();
  },
  network: ({ asterisk }, lastingMs) => during(NetworkCut.begin({ asterisk }), lastingMs),
  loss: ({ asterisk }, lastingMs) =>
    during(DroppedPackets.begin({ ports: asterisk.rtpPorts, share: 0.1, directions: ['to', 'from'] }), lastingMs),
  server: async ({ server }, lastingMs) => {
    await server.kill();
    await pause(lastingMs);
    await server.boot();
  },
  database: async ({ postgres }, lastingMs) => {
    await postgres.halt();
    await pause(lastingMs);
    await postgres.boot();
  },
  serverNetwork: ({ server }, lastingMs) => during(NetworkCut.ofServer(server), lastingMs),
  exchange: async ({ asterisk }, lastingMs, watch) => {
    await asterisk.halt();
    await pause(lastingMs);
    await asterisk.boot();
    watch.listen();
  },
};

/** One that is being started again is killed as soon as it is there. */
async function crash(app: CasqueApp, which: 'desk' | 'voice'): Promise<void> {
  await waitFor(`a ${which} to kill`, () => app.crash(which).then(() => true), { timeoutMs: 60_000 });
}

async function during(trouble: Promise<{ end(): Promise<void> }>, lastingMs: number): Promise<void> {
  const begun = await trouble;
  await pause(lastingMs);
  await begun.end();
}

export class Faults {
  readonly counts = new Map<FaultKind, number>();
  readonly #house: House;
  readonly #journal: Journal;
  readonly #watch: ExchangeWatch;
  readonly #underWay = new Map<FaultFacts['part'], Promise<void>>();
  #failed: Error | undefined;

  constructor(house: House, journal: Journal, watch: ExchangeWatch) {
    this.#house = house;
    this.#journal = journal;
    this.#watch = watch;
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

  /** Waits until every part is up. @throws {Error} when one could not be brought back */
  async over(): Promise<void> {
    await Promise.all(this.#underWay.values());
    this.#underWay.clear();
    if (this.#failed !== undefined) throw this.#failed;
  }

  async #run({ kind, afterMs, seconds }: Fault): Promise<void> {
    const { words } = faults[kind];
    await pause(afterMs);
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.#journal.say(`! ${words}${seconds === 0 ? '' : `, for ${seconds} s`}`);
    try {
      await inflict[kind](this.#house, seconds * 1000, this.#watch);
      if (seconds > 0) this.#journal.say(`! over: ${words}`);
    } catch (error) {
      this.#failed ??= new Error(`${words}: it could not be brought back`, { cause: error });
    }
  }
}
