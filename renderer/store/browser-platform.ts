import type { Platform, SocketListener } from './platform.ts';

/** A worker that is being torn down may hold its lock for a moment; a second window holds it for good. */
const lockMillis = 5_000;
const lookMillis = 2_000;
const sleptMillis = 5_000;

/** The store's surroundings in a browser's worker. */
export function browserPlatform(): Platform {
  return {
    indexedDB: globalThis.indexedDB,
    IDBKeyRange: globalThis.IDBKeyRange,
    fetch: (url, init) => globalThis.fetch(url, init),
    openSocket,
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    onOnline: (run) => {
      const online = (): void => run(false);
      globalThis.addEventListener('online', online);
      const unwatch = watchClock(() => run(true));
      return () => {
        globalThis.removeEventListener('online', online);
        unwatch();
      };
    },
    lock,
    log: (level, event, detail) => {
      // The shell writes the console of its renderers to the log files.
      // eslint-disable-next-line no-console
      console[level](`store ${event}`, detail ?? '');
    },
  };
}

/** Calls back when the clock has gone on for longer than this worker, or went back: the machine slept, or its clock was set. */
function watchClock(woke: () => void): () => void {
  let lookedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - lookedAt > lookMillis + sleptMillis || now < lookedAt) woke();
    lookedAt = now;
  }, lookMillis);
  return () => clearInterval(timer);
}

function openSocket(url: string, listener: SocketListener) {
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => listener.opened());
  socket.addEventListener('message', ({ data }) => listener.message(data));
  socket.addEventListener('close', () => listener.closed());
  return { send: (text: string) => socket.send(text), close: () => socket.close() };
}

async function lock(name: string): Promise<(() => void) | null> {
  return await new Promise((resolve) => {
    const giveUp = AbortSignal.timeout(lockMillis);
    navigator.locks
      .request(name, { signal: giveUp }, () => new Promise<void>((release) => resolve(() => release())))
      .catch(() => resolve(null));
  });
}
