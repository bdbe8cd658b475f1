import type { Channel, FromStore, ToStore } from './messages.ts';

/**
 * The worker's side: from its first sign of life on it holds a lock for as long as it lives, and tells the desk its name. The engine
 * releases it with the worker, whichever way that ends.
 */
export function holdForLife(desk: Channel<FromStore, ToStore>): void {
  let isAsked = false;
  desk.addEventListener('message', ({ data }) => {
    // Not at the start, which has better things to do.
    if (data.type !== 'ping' || isAsked) return;
    isAsked = true;
    const lock = `casque-store-worker ${crypto.randomUUID()}`;
    const held = (): Promise<never> => {
      desk.postMessage({ type: 'alive', lock });
      return new Promise(() => undefined);
    };
    // Without locks the signs of life have to do.
    navigator.locks.request(lock, held).catch(() => undefined);
  });
}

/** The desk's side: resolves when whoever held this lock is no more. */
export async function released(lock: string): Promise<void> {
  await navigator.locks.request(lock, () => undefined);
}
