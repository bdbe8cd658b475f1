import { CodedError } from '../../domain/errors.ts';
import type { Kept } from './contract.ts';
import { Database, type StoreDatabase } from './database/database.ts';
import { FirstScreenKeeper } from './first-screen.ts';
import type { Platform } from './platform.ts';

/** An open that takes longer is stuck behind another program's hold on the database. */
const openMillis = 10_000;

/** One agent's database, held by this window alone, and what the last run left for the first drawing. */
export type OpenData = {
  readonly database: StoreDatabase;
  readonly firstScreen: FirstScreenKeeper;
  /** Null when it cannot be read. */
  readonly kept: Kept | null;
  readonly release: () => void;
};

/**
 * Throws STORE_UNAVAILABLE or STORE_DAMAGED. Imports nothing large: the first screen is given before the rest of the store's code is there.
 * @param name of the database (database-name.ts)
 */
export async function openData(platform: Platform, name: string): Promise<OpenData> {
  const release = await platform.lock(name);
  if (release === null) throw new CodedError('STORE_UNAVAILABLE', 'another window has this data open');
  try {
    const database = new Database(platform, name);
    await openWithin(platform, database);
    const kept = await whatIsKept(database).catch((error: unknown) => {
      platform.log('warn', 'kept-unreadable', String(error));
      return null;
    });
    const firstScreen = new FirstScreenKeeper(database, platform.after, kept?.answers ?? {});
    return { database, firstScreen, kept, release };
  } catch (error) {
    release();
    throw error;
  }
}

export function closeData({ database, release }: OpenData): void {
  database.close();
  release();
}

async function whatIsKept(database: Database): Promise<Kept | null> {
  const [screen, drafts] = await Promise.all([database.get('meta', 'first-screen'), database.all('drafts')]);
  // A new database, or one that was lost: its drafts may be in their second place.
  if (screen === undefined && drafts.length === 0) return null;
  return {
    answers: screen?.key === 'first-screen' ? screen.answers : {},
    drafts: Object.fromEntries(drafts.filter(({ text }) => text !== '').map(({ key, text }) => [key, text])),
  };
}

function openWithin(platform: Platform, database: Database): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = platform.after(openMillis, () => reject(new CodedError('STORE_UNAVAILABLE', 'open timed out')));
    database.open().then(resolve, reject).finally(cancel);
  });
}
