import { success, type Result } from '../../domain/result.ts';
import type { DeskBridge, DeskStart, StoredSession } from '../bridges/desk-bridge.ts';
import { openStore, storeWorker } from '../store/client.ts';
import { databaseName, type Store } from '../store/contract.ts';
import type { StoreIncident } from '../../domain/wire/incident.ts';
import { takeExpectedStart, type DeskSession } from './data/expected-data.ts';

// What others wait for longest. Imported first by main.tsx, so that it runs before the desk's own code; nothing large here.

export type Opening = { readonly store: Store; readonly opened: Promise<Result<null>> };

const page = globalThis as unknown as { readonly casque: DeskBridge; readonly casqueStarted?: Promise<DeskStart> };
const { casque } = page;

/** Longer than this the first drawing does not wait for what the last run left. */
const longestWait = 800;

/** Longer than this nothing waits for the first drawing. */
const longestDrawing = 1200;

/**
 * With it the desk is drawn before the shell has said anything. The shell is then left alone until the desk is on the screen: it
 * would load itself and ask the keyring just while the desk needs the processor.
 */
export const expected = page.casqueStarted === undefined ? takeExpectedStart() : null;

let drawn: () => void = () => undefined;
const afterDrawing =
  expected === null
    ? Promise.resolve()
    : new Promise<void>((resolve) => {
        drawn = resolve;
        setTimeout(resolve, longestDrawing);
      });

export const bridge: DeskBridge =
  expected === null
    ? casque
    : {
        on: casque.on,
        request: async (channel, argument) => {
          await afterDrawing;
          return await casque.request(channel, argument);
        },
      };

/** In a build the document has asked already, unless it knows what to expect (electron.vite.config.ts). */
export const started = page.casqueStarted ?? bridge.request('desk:start', null);

let drawable: () => void = () => undefined;
/** The first drawing can be made: what the last run left is at hand, or is not to be waited for any longer. */
export const firstScreen = new Promise<void>((resolve) => {
  drawable = resolve;
  setTimeout(resolve, longestWait);
});

// A shell that cannot write it down has said so in its log.
const tell = (incident: StoreIncident): void => void bridge.request('desk:incident', incident).catch(() => undefined);
const loadAgain = (): void => location.reload();
const worker = storeWorker({
  onAgain: () => tell({ at: new Date().toISOString(), code: 'store-restarted' }),
  onUncertain: loadAgain,
});
const data = openStore(worker, {
  onKept: drawable,
  askJournal: (request) => bridge.request('desk:outbox-journal', request),
  onIncident: tell,
  onStale: loadAgain,
  ...(expected === null ? {} : { ready: started, database: nameOf(expected.session) }),
});

/** The data of the session that the shell kept are opened at once. */
let first: { readonly session: StoredSession; readonly opened: Promise<Result<null>> } | null = null;
const opening = started.then(({ session }) => {
  if (session === null) return drawable();
  first = { session, opened: data.request('open', session) };
  void first.opened.then(drawable);
});
// Told to the person by who waits for `started` as well.
opening.catch(drawable);

const store: Store =
  expected === null
    ? data
    : {
        ...data,
        drawn: () => {
          data.drawn();
          drawn();
        },
      };

/** The data of the session that the shell kept are being opened already; any other, or the same once more, are opened now. */
export function openData(session: DeskSession): Opening {
  if (session === expected?.session) return { store, opened: opening.then(() => takeFirst()?.opened ?? success(null)) };
  const taken = takeFirst();
  return { store, opened: taken?.session === session ? taken.opened : data.request('open', session) };
}

function nameOf({ serverUrl, info }: DeskSession): string {
  return databaseName(serverUrl, info.agent.id);
}

function takeFirst(): typeof first {
  const taken = first;
  first = null;
  return taken;
}
