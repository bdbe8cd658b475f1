import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { AgentPresence } from '../../domain/agent/presence.ts';
import { TicketPresence } from '../../domain/agent/ticket-presence.ts';
import { Id, newId } from '../../domain/ids.ts';
import type { Database } from '../database/schema.ts';
import type { PushDelta } from '../sync/delta.ts';

const channel = 'casque_news';

/** NOTIFY takes less than 8000 bytes; so many UUIDs stay well below. */
const idsInOnePayload = 150;

export const NewsItem = z.discriminatedUnion('kind', [
  /** `clientId`: who pushed; it has results to fetch even when no scope changed. `moved`: tickets that are in another scope than before, or new. */
  z.object({
    kind: z.literal('changed'),
    scopes: z.array(Id),
    clientId: Id.optional(),
    moved: z.array(Id).optional(),
  }),
  z.object({ kind: z.literal('ended'), sessionIds: z.array(Id) }),
  /** What the desks of the sending node say of their agents. */
  z.object({
    kind: z.literal('presence'),
    agents: z.array(
      z.object({
        agentId: Id,
        teamIds: z.array(Id),
        presence: AgentPresence.nullable(),
        /** Those that the sending node has found them to have open and to be allowed to read. */
        tickets: z.array(TicketPresence).default([]),
      }),
    ),
  }),
  /** A node wants to know it of all agents. */
  z.object({ kind: z.literal('presence-asked') }),
  /** The sending node is there; `gone`: no longer. */
  z.object({ kind: z.literal('presence-alive'), gone: z.boolean() }),
]);
export type NewsItem = z.infer<typeof NewsItem>;

const Payload = z.object({ from: Id, item: NewsItem });

export type News = {
  /** Returns at once; never fails. News that get lost cost time only. `delta`: what they are, for this node's desks. */
  publish(item: NewsItem, delta?: PushDelta): void;
};

/** An agent's presence takes some 300 bytes, with many teams and tickets a few hundred more. */
const bytesInOnePayload = 7000;

/** Publishes from a short-lived command: to the nodes, and waits until it is out. */
export async function announce(db: Database, item: NewsItem): Promise<void> {
  await notify(db, newId(), item);
}

export type NewsChannelOptions = {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: FastifyBaseLogger;
  /** @param from the node that sends it, this one's own included */
  readonly onNews: (item: NewsItem, from: Id, delta?: PushDelta) => void;
  /** The listening connection stands: what else shall last as long as it does. */
  readonly onListening?: (connection: pg.Client) => Promise<void>;
  /** The listening connection was lost and is back: anything may have happened meanwhile. */
  readonly onMissed: () => void;
};

/**
 * News between the nodes by LISTEN/NOTIFY. They go out after the commit, on their own and bundled: a NOTIFY inside the
 * transaction would make every commit of the database wait for one global lock (PostgreSQL, "async.c").
 */
export class NewsChannel implements News {
  readonly #options: NewsChannelOptions;
  readonly #node = newId();
  #connection: pg.Client | undefined;
  #stopped = false;
  #changed = new Set<Id>();
  #moved = new Set<Id>();
  #sending = false;
  #reconnecting: AbortController | undefined;

  constructor(options: NewsChannelOptions) {
    this.#options = options;
  }

  /** Whether the other nodes are heard at the moment. */
  get connected(): boolean {
    return this.#connection !== undefined;
  }

  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl,
      application_name: 'casque-server news',
      keepAlive: true,
    });
    client.on('error', (error) => this.#options.log.warn({ err: error }, 'news connection lost'));
    client.on('notification', ({ payload }) => this.#receive(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      await this.#options.onListening?.(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#connection = client;
    client.once('end', () => {
      this.#connection = undefined;
      if (!this.#stopped) void this.#reconnect(new AbortController());
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#reconnecting?.abort();
    await this.#connection?.end().catch(() => undefined);
  }

  /** To the other nodes only. Never fails. */
  async tellOthers(item: NewsItem): Promise<void> {
    try {
      await notify(this.#options.db, this.#node, item);
    } catch (error) {
      if (!this.#stopped) this.#options.log.warn({ err: error }, 'news not sent to the other nodes');
    }
  }

  publish(item: NewsItem, delta?: PushDelta): void {
    // Who does not hear the other nodes does not know whose rights have ended there.
    this.#options.onNews(item, this.#node, this.connected ? delta : undefined);
    if (item.kind !== 'changed') {
      this.#inBackground(notify(this.#options.db, this.#node, item));
      return;
    }
    for (const scope of item.scopes) this.#changed.add(scope);
    for (const id of item.moved ?? []) this.#moved.add(id);
    if (!this.#sending && this.#changed.size > 0) this.#inBackground(this.#send());
  }

  /** One NOTIFY at a time; what changes meanwhile goes with the next. */
  async #send(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#changed.size > 0) {
        const [scopes, moved] = [[...this.#changed], [...this.#moved]];
        this.#changed = new Set();
        this.#moved = new Set();
        await notify(this.#options.db, this.#node, { kind: 'changed', scopes, moved });
      }
    } finally {
      this.#sending = false;
    }
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#stopped) this.#options.log.warn({ err: error }, 'news not sent to the other nodes');
    });
  }

  #receive(payload: string): void {
    const read = Payload.safeParse(parseJson(payload));
    if (!read.success) this.#options.log.warn('news that this server does not understand');
    else if (read.data.from !== this.#node) this.#options.onNews(read.data.item, read.data.from);
  }

  async #reconnect(stop: AbortController): Promise<void> {
    this.#reconnecting = stop;
    for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
      await delay(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) return;
      try {
        await this.start();
        this.#options.log.info('news connection is back');
        this.#options.onMissed();
        return;
      } catch (error) {
        this.#options.log.warn({ err: error }, 'news connection refused');
      }
    }
  }
}

/** Its commit waits for no disk: what is told is in memory only, and gone with the database in any case. */
async function notify(db: Database, from: Id, item: NewsItem): Promise<void> {
  for (const part of partsOf(item)) {
    await sql`select set_config('synchronous_commit', 'off', true),
      pg_notify(${channel}, ${JSON.stringify({ from, item: part })})`.execute(db);
  }
}

function partsOf(item: NewsItem): NewsItem[] {
  switch (item.kind) {
    case 'changed': {
      const { scopes, moved = [] } = item;
      // Most often it is one of each, and goes in one.
      if (scopes.length + moved.length <= idsInOnePayload) return [{ kind: 'changed', scopes, moved }];
      return [
        ...chunks(scopes, idsInOnePayload).map((some): NewsItem => ({ kind: 'changed', scopes: some })),
        ...chunks(moved, idsInOnePayload).map((some): NewsItem => ({ kind: 'changed', scopes: [], moved: some })),
      ];
    }
    case 'ended':
      return chunks(item.sessionIds, idsInOnePayload).map((sessionIds) => ({ kind: 'ended', sessionIds }));
    case 'presence':
      return chunksOfBytes(item.agents, bytesInOnePayload).map((agents) => ({ kind: 'presence', agents }));
    case 'presence-asked':
    case 'presence-alive':
      return [item];
  }
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** As many in each as their JSON has room for. */
function chunksOfBytes<T>(list: readonly T[], most: number): T[][] {
  const found: T[][] = [];
  let left = 0;
  for (const each of list) {
    const bytes = Buffer.byteLength(JSON.stringify(each)) + 1;
    if (bytes > left) {
      found.push([]);
      left = most;
    }
    left -= bytes;
    found.at(-1)?.push(each);
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
