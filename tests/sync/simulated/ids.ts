import type { Id } from '../../../domain/ids.ts';
import type { Process, Simulation } from './simulation.ts';

let current: Simulation | undefined;

/** Whose ids are made from now on. */
export function makeIdsFor(simulation: Simulation): void {
  current = simulation;
}

type Births = { millis: number; count: number };
const births = new WeakMap<Process, Births>();

/** A UUIDv7 as the real one makes them: by the clock of the process that runs, never going back while it lives. */
export function nextId(): Id {
  if (current === undefined) throw new Error('no simulation runs');
  const { running, random } = current;
  const born = births.get(running) ?? { millis: 0, count: 0 };
  births.set(running, born);
  const now = running.now();
  if (now > born.millis) Object.assign(born, { millis: now, count: 0 });
  else born.count += 1;
  const time = hex(born.millis, 12);
  const [a, b] = [hex(Math.floor(random() * 0x1000), 3), hex(Math.floor(random() * 0x1000000000000), 12)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(born.count, 3)}-8${a}-${b}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
