/** What the campaign did, and what the desk showed as done: a log for people, and the promises that the oracle holds it to. */
import type { Priority, State } from './plan.ts';

/** What an agent may rely on, since they saw it. `ticket` is its subject. */
export type Shown =
  | { readonly kind: 'ticket'; readonly ticket: string }
  /** Typed, and said to be kept on this machine. */
  | { readonly kind: 'draft'; readonly ticket: string; readonly text: string }
  | { readonly kind: 'note'; readonly ticket: string; readonly text: string }
  | { readonly kind: 'state'; readonly ticket: string; readonly to: State }
  | { readonly kind: 'priority'; readonly ticket: string; readonly to: Priority }
  | { readonly kind: 'call'; readonly ticket: string; readonly number: string };

export type Journal = {
  /** Milliseconds since 1970, of the clock that dates the exchange's events too. */
  readonly now: () => number;
  readonly shown: readonly Shown[];
  /** When somebody decided to end the call with this number. */
  readonly ends: ReadonlyMap<string, number>;
  readonly say: (words: string) => void;
  readonly show: (promise: Shown) => void;
  readonly end: (number: string, by: string) => void;
};

/** @param write takes one line of the log */
export function createJournal(write: (line: string) => void): Journal {
  const now = (): number => performance.timeOrigin + performance.now();
  const began = now();
  const shown: Shown[] = [];
  const ends = new Map<string, number>();
  const say = (words: string): void => write(`${((now() - began) / 1000).toFixed(1).padStart(7)} s  ${words}`);
  return {
    now,
    shown,
    ends,
    say,
    show: (promise) => {
      shown.push(promise);
      say(`  shown: ${words(promise)}`);
    },
    end: (number, by) => {
      ends.set(number, now());
      say(`  ${by} hangs up`);
    },
  };
}

function words(promise: Shown): string {
  switch (promise.kind) {
    case 'ticket':
      return `ticket "${promise.ticket}"`;
    case 'draft':
      return `kept "${promise.text}"`;
    case 'note':
      return `note "${promise.text}"`;
    case 'state':
    case 'priority':
      return `${promise.kind} ${promise.to}`;
    case 'call':
      return `in a call with ${promise.number}`;
  }
}
