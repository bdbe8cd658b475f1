import type { DeskBridge, DeskStart } from '../bridges/desk-bridge.ts';
import { openStore, storeWorker } from '../store/client.ts';
import type { Store, StoreSession } from '../store/contract.ts';
import type { Result } from '../../domain/result.ts';

// What others wait for longest. Imported first by main.tsx, so that it runs before the desk's own code; nothing large here.

export type Opening = { readonly store: Store; readonly opened: Promise<Result<null>> };

const page = globalThis as unknown as { readonly casque: DeskBridge; readonly casqueStarted?: Promise<DeskStart> };
export const { casque } = page;
/** In a build the document has asked already (electron.vite.config.ts). */
export const started = page.casqueStarted ?? casque.request('desk:start', null);

/** Longer than this the first drawing does not wait for what the last run left. */
const longestWait = 300;

let drawable: () => void = () => undefined;
/** The first drawing can be made: what the last run left is at hand, or is not to be waited for any longer. */
export const firstScreen = new Promise<void>((resolve) => {
  drawable = resolve;
  setTimeout(resolve, longestWait);
});

const store = openStore(
  storeWorker(),
  drawable,
  (request) => casque.request('desk:outbox-journal', request),
  // A shell that cannot write it down has said so in its log.
  (incident) => void casque.request('desk:incident', incident).catch(() => undefined),
  () => location.reload(),
);
const open = (session: StoreSession): Opening => ({ store, opened: store.request('open', session) });

let first: { readonly session: StoreSession; readonly opening: Opening } | null = null;
void started.then(
  ({ session }) => {
    if (session === null) return drawable();
    first = { session, opening: open(session) };
    void first.opening.opened.then(drawable);
  },
  // Told to the person by who waits for `started` as well.
  drawable,
);

/** The data of the session that the shell kept is being opened already; any other, or the same once more, is opened now. */
export function openData(session: StoreSession): Opening {
  const opening = first?.session === session ? first.opening : open(session);
  first = null;
  return opening;
}
