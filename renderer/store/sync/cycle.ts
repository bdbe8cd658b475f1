import { CodedError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { PulledPage } from '../../../domain/wire/pull-lines.ts';
import {
  PushReply,
  maxPushMutations,
  protocolVersion,
  type PullRequest,
  type PushRequest,
} from '../../../domain/wire/sync.ts';
import type { QueuedMutation } from '../database/records.ts';
import type { Platform } from '../platform.ts';
import { nextBatch } from './batch.ts';
import { post, postForPage, type Credentials } from './http.ts';

/** What the cycle needs of the replica. */
export type SyncSource = {
  readonly meta: { readonly clientId: Id };
  readonly queue: readonly QueuedMutation[];
  pushed(clientId: Id, seq: number): Promise<void>;
  pullRequest(): PullRequest;
  /** False: not taken; pull again from the beginning. */
  pulled(request: PullRequest, reply: PulledPage): Promise<boolean>;
  startOver(): Promise<void>;
};

export type CycleOptions = {
  readonly platform: Pick<Platform, 'fetch' | 'after' | 'now'>;
  readonly credentials: Credentials;
  readonly source: SyncSource;
  /** True once this cycle is no longer wanted (signed out, closed): it stops at the next step. */
  readonly isStale: () => boolean;
  /** After each answer of the server: rows of this pull so far, and whether more wait. */
  readonly onProgress: (rows: number, more: boolean) => void;
};

/** A server that keeps disowning a client that just started over is broken: then back off instead of looping. */
const mostStartOvers = 2;

/**
 * Pushes what is queued, in order and one batch at a time, then pulls until nothing waits, the next page while one is taken; what is
 * queued meanwhile goes up before the next page comes down. Ends when both sides have everything. Throws `CodedError`.
 */
export async function runCycle(options: CycleOptions): Promise<void> {
  const { source } = options;
  let startOvers = 0;
  let rows = 0;
  let ahead: Page | null = null;
  const pushed: Pushed = { clientId: source.meta.clientId, seq: 0 };
  for (let more = true; more && !options.isStale();) {
    try {
      const hasPushed = await pushAll(options, pushed);
      if (options.isStale()) return;
      const request = source.pullRequest();
      // One that was asked for before a push has nothing of what became of it.
      const page: Page =
        ahead !== null && !hasPushed && isSamePlace(ahead.request, request) ? ahead : askFor(options, request);
      const reply = await page.reply;
      if (options.isStale()) return;
      ahead = await page.next();
      // Whoever takes a page has this thread to themselves, and the proof of the next request, signed elsewhere, comes back to it.
      await ahead?.sent;
      if (!(await source.pulled(request, reply))) {
        if (++startOvers > mostStartOvers) throw new CodedError('SYNC_CLIENT_UNKNOWN', 'again after starting over');
        continue;
      }
      rows += reply.changes.length;
      more = reply.more;
      if (more && isSamePlace(request, source.pullRequest())) {
        throw new CodedError('SERVER_REPLY_MALFORMED', 'more, but nothing new');
      }
      options.onProgress(rows, reply.more);
    } catch (error) {
      if (!isDisowned(error) || ++startOvers > mostStartOvers) throw error;
      await source.startOver();
    }
  }
}

/** A page of the server's rows that was asked for. */
type Page = {
  readonly request: PullRequest;
  /** The request is under way, or failed. */
  readonly sent: Promise<void>;
  readonly reply: Promise<PulledPage>;
  /** The one after it, asked for when this one is here; null: there is none. */
  readonly next: () => Promise<Page | null>;
};

/** Asks at once: the server reads the next page while this machine takes the last one. */
function askFor(options: CycleOptions, request: PullRequest): Page {
  const { platform, credentials } = options;
  let isSent: () => void = () => undefined;
  const sent = new Promise<void>((resolve) => (isSent = resolve));
  const reply = postForPage(platform, credentials, request, isSent);
  // It may turn out not to be wanted, and then nobody hears that it failed.
  reply.then(isSent, isSent);
  const next = () => reply.then(({ more, cursor }) => (more ? askFor(options, { ...request, cursor }) : null));
  return { request, sent, reply, next };
}

/** What the server has of this client, as of this cycle. */
type Pushed = { clientId: Id; seq: number };

/**
 * Pushes until the server has the whole queue. A push whose answer was lost is simply sent again: the server counts `seq`.
 * Resolves to whether there was anything.
 */
async function pushAll({ source, platform, credentials, isStale }: CycleOptions, pushed: Pushed): Promise<boolean> {
  let most = maxPushMutations;
  let hasPushed = false;
  while (!isStale()) {
    const { clientId } = source.meta;
    if (pushed.clientId !== clientId) Object.assign(pushed, { clientId, seq: 0 } satisfies Pushed);
    const batch = nextBatch(source.queue, pushed.seq, most);
    const last = batch.at(-1);
    if (last === undefined) return hasPushed;
    hasPushed = true;
    const now = new Date(platform.now()).toISOString();
    const body: PushRequest = { protocol: protocolVersion, clientId, mutations: [...batch], now };
    const issued = lastSeqOf(source.queue);
    try {
      const { lastSeq } = await post(platform, credentials, '/v1/push', body, PushReply);
      if (lastSeq < last.seq) throw new CodedError('SERVER_REPLY_MALFORMED', `lastSeq ${lastSeq} after ${last.seq}`);
      // More than was issued here by then, whatever has been since: somebody else pushes under this identity, or did.
      if (lastSeq > issued) throw new CodedError('SYNC_SEQUENCE_GAP', `lastSeq ${lastSeq}`);
      pushed.seq = lastSeq;
      await source.pushed(clientId, lastSeq);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'REQUEST_TOO_LARGE' || batch.length === 1) throw error;
      most = Math.ceil(batch.length / 2);
    }
  }
  return hasPushed;
}

function isSamePlace(before: PullRequest, after: PullRequest): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

function lastSeqOf(queue: readonly QueuedMutation[]): number {
  return queue.at(-1)?.seq ?? 0;
}

function isDisowned(error: unknown): boolean {
  return error instanceof CodedError && (error.code === 'SYNC_CLIENT_UNKNOWN' || error.code === 'SYNC_SEQUENCE_GAP');
}
