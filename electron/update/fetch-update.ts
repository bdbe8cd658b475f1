import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { CodedError } from '../../domain/errors.ts';
import { isNewer, UpdateFeed } from '../../domain/wire/update.ts';

/** The feed's file, below the administrator's address. */
const feedName = 'casque-update.json';
const feedPatienceMs = 30_000;
const filePatienceMs = 30 * 60_000;

type Request = { readonly signal: AbortSignal; readonly redirect: 'error' };

export type FetchUpdateOptions = {
  readonly fetch: (url: string, options: Request) => Promise<Response>;
  /** `https://casque.example/updates/` */
  readonly address: string;
  /** `linux-x64` */
  readonly machine: string;
  readonly current: string;
  /** Versions that did not start here. */
  readonly failed: readonly string[];
  /** Where the file goes; what is there is replaced. */
  readonly file: string;
};

/**
 * Fetches a newer version, whole and as the feed says, executable; null when there is none.
 * @returns its version
 * @throws {CodedError} SERVER_UNREACHABLE or SERVER_REPLY_MALFORMED, with nothing left of the file
 */
export async function fetchUpdate(options: FetchUpdateOptions): Promise<string | null> {
  const { fetch, address, machine, current, failed, file } = options;
  const feed = await readFeed(await get(fetch, new URL(feedName, folderOf(address)), feedPatienceMs));
  const wanted = feed.files[machine];
  if (wanted === undefined || !isNewer(feed.version, current) || failed.includes(feed.version)) return null;
  try {
    const response = await get(fetch, new URL(wanted.name, folderOf(address)), filePatienceMs);
    const { sha512, size } = await write(response, file, wanted.size);
    if (size !== wanted.size || sha512 !== wanted.sha512) {
      throw new CodedError('SERVER_REPLY_MALFORMED', `${wanted.name} is not what the feed says`);
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error instanceof CodedError ? error : new CodedError('SERVER_UNREACHABLE', String(error), { cause: error });
  }
  return feed.version;
}

/** Over TLS, or on this very machine: whoever could change what comes would run their own program here. */
export function isTrustworthy(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

function folderOf(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

async function get(fetch: FetchUpdateOptions['fetch'], url: URL, patienceMs: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url.href, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' });
  } catch (error) {
    throw new CodedError('SERVER_UNREACHABLE', String(error), { cause: error });
  }
  if (!response.ok) throw new CodedError('SERVER_UNREACHABLE', `status ${response.status}`);
  return response;
}

async function readFeed(response: Response): Promise<UpdateFeed> {
  const parsed = UpdateFeed.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new CodedError('SERVER_REPLY_MALFORMED', feedName);
  return parsed.data;
}

async function write(response: Response, file: string, most: number): Promise<{ sha512: string; size: number }> {
  const hash = createHash('sha512');
  let size = 0;
  await rm(file, { force: true });
  const handle = await open(file, 'wx', 0o755);
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > most) break;
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha512: hash.digest('hex'), size };
}
