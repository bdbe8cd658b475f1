/** How often the clock is looked at, in milliseconds. */
const everyMs = 1_000;
/** A look that is later than this has slept with the machine, whatever the system says of it. */
const sleptMs = 5_000;

export type WatchSleepOptions = {
  /** Electron's powerMonitor. */
  readonly power: {
    on(event: 'suspend' | 'resume', listener: () => void): unknown;
    off(event: 'suspend' | 'resume', listener: () => void): unknown;
  };
  /** Milliseconds since 1970: a clock that goes on while the machine sleeps. */
  readonly now: () => number;
  /** The machine is about to sleep. */
  readonly onSleep: () => void;
  /** @param ms how long it slept */
  readonly onWake: (ms: number) => void;
};

/** Tells when the machine sleeps and wakes, each once, as the system says or as the clock shows. @returns ends it */
export function watchSleep({ power, now, onSleep, onWake }: WatchSleepOptions): () => void {
  let sleptAt: number | null = null;
  let lookedAt = now();
  let wokeAt = -Infinity;
  const woke = (from: number): void => {
    // The clock and the system both say so.
    const told = now() - wokeAt < sleptMs;
    wokeAt = now();
    sleptAt = null;
    if (!told) onWake(Math.max(0, wokeAt - from));
  };
  const look = (): void => {
    const from = lookedAt;
    lookedAt = now();
    if (lookedAt - from > everyMs + sleptMs) woke(sleptAt ?? from);
  };
  const suspend = (): void => {
    sleptAt = now();
    onSleep();
  };
  const resume = (): void => {
    const from = sleptAt ?? lookedAt;
    lookedAt = now();
    woke(from);
  };
  const timer = setInterval(look, everyMs);
  power.on('suspend', suspend);
  power.on('resume', resume);
  return () => {
    clearInterval(timer);
    power.off('suspend', suspend);
    power.off('resume', resume);
  };
}
