import { databaseName, type StoreSession } from '../../store/contract.ts';

/** The document's first script reads it by this name (electron.vite.config.ts). */
const key = 'casque.data';

/**
 * Notes whose data the next start is likely to want, so that the store opens it while the shell still finds out who is signed in.
 * Nothing is shown of it before that.
 */
export function expectData(session: StoreSession | null): void {
  if (session === null) localStorage.removeItem(key);
  else localStorage.setItem(key, databaseName(session.serverUrl, session.info.agent.id));
}
