import { expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { PullReply, PullRequest } from '../../../domain/wire/sync.ts';
import type { QueuedMutation } from '../../../renderer/store/database/records.ts';
import { runCycle, type SyncSource } from '../../../renderer/store/sync/cycle.ts';

const epoch = newId();
const scope = newId();

/** A server with so many pages, and a replica that takes each when `taken` says so. */
function sides(pages: number) {
  const clientId = newId();
  const asked: string[] = [];
  let cursor: PullRequest['cursor'] = null;
  const state = {
    queue: [] as QueuedMutation[],
    asked,
    /** While a page is taken. */
    taken: (() => Promise.resolve()) as (page: number) => Promise<void>,
  };
  const placeOf = (at: PullRequest['cursor']): number => at?.scopes[scope] ?? 0;
  const source: SyncSource = {
    meta: { clientId },
    get queue() {
      return state.queue;
    },
    pushed: () => {
      state.queue = [];
      return Promise.resolve();
    },
    pullRequest: () => ({ protocol: 1, clientId, cursor, resultsSeen: 0, limit: 2000 }),
    pulled: async (request, reply) => {
      expect(request.cursor).toEqual(cursor);
      await state.taken(placeOf(reply.cursor));
      cursor = reply.cursor;
      return true;
    },
    startOver: () => Promise.reject(new Error('no reason to')),
  };
  const answer = (path: string, body: string): object => {
    if (path === '/v1/push') {
      const { mutations } = JSON.parse(body) as { mutations: QueuedMutation[] };
      asked.push(`push ${mutations.length}`);
      return { lastSeq: mutations.at(-1)?.seq ?? 0 };
    }
    const page = placeOf((JSON.parse(body) as PullRequest).cursor) + 1;
    asked.push(`page ${page}`);
    return {
      resetScopes: [],
      changes: [],
      cursor: { epoch, scopes: { [scope]: page } },
      lastSeq: 0,
      results: [],
      more: page < pages,
    } satisfies PullReply;
  };
  const run = () =>
    runCycle({
      platform: {
        fetch: (url, init) => Promise.resolve(Response.json(answer(new URL(url).pathname, init.body as string))),
        after: () => () => undefined,
        now: () => 0,
      },
      credentials: { serverUrl: 'https://casque.example', token: 'token', prover: null },
      source,
      isStale: () => false,
      onProgress: () => undefined,
    });
  return { state, run };
}

it('asks for the next page while one is taken, and for none twice', async () => {
  const { state, run } = sides(5);
  const askedBy: string[][] = [];
  state.taken = async (): Promise<void> => {
    // As long as it takes until nothing more is asked for.
    for (let before = -1; before < state.asked.length; await new Promise(setImmediate)) before = state.asked.length;
    askedBy.push([...state.asked]);
  };
  await run();
  expect(askedBy[0]).toEqual(['page 1', 'page 2']);
  expect(state.asked).toEqual(['page 1', 'page 2', 'page 3', 'page 4', 'page 5']);
});

it('asks again for a page that was read before something went up: what became of it must not be missed', async () => {
  const { state, run } = sides(2);
  state.taken = (page): Promise<void> => {
    if (page === 1)
      state.queue = [{ id: newId(), seq: 1, name: 'note.add@1', args: {}, at: '2026-11-26T09:00:00.000Z' }];
    return Promise.resolve();
  };
  await run();
  expect(state.asked).toEqual(['page 1', 'page 2', 'push 1', 'page 2']);
});
