import type { Id } from '../../../domain/ids.ts';
import type { PhoneSnapshot } from '../../voice/contract/state.ts';
import type { PhoneClient } from '../phone/phone-client.ts';
import type { Finding, StepId } from './finding.ts';

export type Question = {
  /** Id of the question in the catalog; it is answered with yes or no. */
  readonly id: string;
  /** Plays again what the question is about. */
  readonly again: () => void;
};

/** What steps work with; everything outside comes from here, so that each can be tried alone. */
export type StepContext = {
  readonly phone: Pick<PhoneClient, 'view' | 'subscribe' | 'command'>;
  readonly serverUrl: string;
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly ask: (question: Question) => Promise<boolean>;
  /** The person has closed the diagnostics. */
  readonly signal: AbortSignal;
  /** The test call, from the step that makes it to the one that ends it. */
  readonly call: { id: Id | null };
};

export type Step = { readonly id: StepId; readonly run: (context: StepContext) => Promise<Finding> };

/** The diagnostics were closed in the middle of a step. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

/** Waits for something of the phone's state; undefined when it does not come in time (milliseconds). */
export async function until<T>(
  { phone, signal }: Pick<StepContext, 'phone' | 'signal'>,
  question: (snapshot: PhoneSnapshot) => T | undefined,
  ms: number,
): Promise<T | undefined> {
  const look = (): T | undefined => {
    const { snapshot, link } = phone.view();
    return snapshot === null || link !== 'connected' ? undefined : question(snapshot);
  };
  return await new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      unsubscribe();
      clearTimeout(timer);
      signal.removeEventListener('abort', abandon);
      settle();
    };
    const check = (): void => {
      const found = look();
      if (found !== undefined) end(() => resolve(found));
    };
    const abandon = (): void => end(() => reject(new Abandoned()));
    const unsubscribe = phone.subscribe(check);
    const timer = setTimeout(() => end(() => resolve(undefined)), ms);
    signal.addEventListener('abort', abandon);
    if (signal.aborted) abandon();
    else check();
  });
}
