import type { WebSocket } from 'ws';
import type { Agent } from '../../../domain/agent/agent.ts';
import { CodedError, errorCatalogue } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/mutation/transaction.ts';
import { readableScopes } from '../../../domain/row.ts';
import { EventsHello, PullRequest, PushRequest } from '../../../domain/wire/sync.ts';
import type { SocketListener } from '../../../renderer/store/platform.ts';
import { asReply } from '../../../server/errors.ts';
import { Hub, type Listener } from '../../../server/events/hub.ts';
import type { NewsItem } from '../../../server/events/news.ts';
import { readSyncRequest } from '../../../server/requests.ts';
import { pull, type PullPage } from '../../../server/sync/pull.ts';
import { push } from '../../../server/sync/push.ts';
import type { SimulatedDatabase } from './database.ts';
import { Process, type Simulation } from './simulation.ts';

export type Answer = { readonly status: number; readonly type: string; readonly body: Buffer };

export type NodeOptions = {
  readonly simulation: Simulation;
  readonly database: SimulatedDatabase;
  /** Which agent a session is of; undefined once it was ended. */
  readonly agentOf: (token: string) => Id | undefined;
  /** Rows in one page: less than clients ask for, so that small data come in many. */
  readonly pageRows: number;
  /** Milliseconds that this node's clock is wrong by. */
  readonly skew: number;
  readonly tellOthers: (item: NewsItem) => void;
  readonly onRequest: () => void;
  /** A push is about to be answered with this. */
  readonly onAcknowledged: (clientId: Id, lastSeq: number) => void;
};

/** One run of a server node, between two deaths: the real push, pull, schemas and hub; in place of Fastify and `ws`, calls. */
export class SimulatedNode {
  readonly process: Process;
  readonly hub = new Hub();
  readonly #options: NodeOptions;
  readonly #sockets = new Set<SocketListener>();

  constructor(name: string, options: NodeOptions) {
    this.#options = options;
    const { simulation, skew } = options;
    this.process = new Process(name, () => simulation.clock + skew);
  }

  /** Resolves with what the node answers; not at all when it dies before. */
  async answer(path: string, token: string, body: unknown): Promise<Answer> {
    this.#options.onRequest();
    try {
      const actor = await this.#authenticate(token);
      const page = path === '/v1/push' ? await this.#push(actor, body) : await this.#pull(actor, body);
      return { status: 200, ...page };
    } catch (error) {
      if (!(error instanceof CodedError) && !isSimulated(error)) throw error;
      const reply = asReply(error as CodedError);
      return {
        status: errorCatalogue[reply.code].status,
        type: 'application/json',
        body: Buffer.from(JSON.stringify(reply)),
      };
    }
  }

  connect(client: Process, listener: SocketListener): { send(text: string): void; close(): void } {
    const { simulation } = this.#options;
    let open = true;
    let leave: () => void = () => undefined;
    const say = (event: () => void) => void simulation.turn(client).then(() => (open ? event() : undefined));
    this.#sockets.add(listener);
    this.process.onDeath(() => {
      say(() => listener.closed());
    });
    say(() => listener.opened());
    const socket = {
      readyState: 1,
      OPEN: 1,
      send: (text: string) => say(() => listener.message(text)),
      close: () => say(() => listener.closed()),
    } as unknown as WebSocket;
    return {
      send: (text) => {
        const hello = EventsHello.safeParse(JSON.parse(text));
        if (!hello.success) return;
        void simulation.turn(this.process).then(() => {
          const agentId = this.#options.agentOf(hello.data.token);
          if (agentId === undefined) return socket.send(JSON.stringify({ type: 'ended' }));
          const agent = this.#options.database.row('agents', agentId) as Agent;
          const listening: Listener = {
            socket,
            agentId,
            sessionId: hello.data.token,
            clientId: hello.data.clientId,
            expiresAt: new Date(8e15),
            scopes: new Set(readableScopes(agent)),
          };
          leave = this.hub.add(listening);
          socket.send(JSON.stringify({ type: 'ready', now: new Date(this.process.now()).toISOString() }));
        });
      },
      close: () => {
        open = false;
        leave();
      },
    };
  }

  hear(item: NewsItem): void {
    this.hub.receive(item);
  }

  /** Agents may have come into other teams. */
  followTeams(): void {
    const { database } = this.#options;
    const agents = [...this.hub.agentIds].map((id) => database.row('agents', id) as Agent);
    this.hub.setTeams(new Map(agents.map(({ id, teamIds }) => [id, teamIds])));
  }

  async #authenticate(token: string): Promise<Actor> {
    await this.#options.simulation.turn(this.process);
    const agentId = this.#options.agentOf(token);
    const agent = agentId === undefined ? undefined : (this.#options.database.row('agents', agentId) as Agent);
    if (agent === undefined) throw new CodedError('AUTH_SESSION_ENDED');
    return { agentId: agent.id, role: agent.role, teamIds: agent.teamIds };
  }

  async #push(actor: Actor, body: unknown): Promise<PullPage> {
    const { simulation, database, tellOthers, onAcknowledged } = this.#options;
    const { clientId, mutations, now: clientNow } = readSyncRequest(PushRequest, body);
    const now = new Date(this.process.now());
    const { lastSeq, scopes, delta } = await push(
      database.storage(this.process, { actor, mutations, clientNow, now }),
      {
        actor,
        clientId,
        mutations,
        clientNow,
        now: () => now,
        pause: (ms) => simulation.pause(this.process, ms),
        log: { warn: () => undefined, error: ({ err }: { err: unknown }) => failLoudly(err) } as never,
      },
    );
    const news: NewsItem = { kind: 'changed', scopes: [...scopes], clientId };
    this.hub.receive(news, delta);
    tellOthers(news);
    onAcknowledged(clientId, lastSeq);
    return { type: 'application/json', body: Buffer.from(JSON.stringify({ lastSeq })) };
  }

  async #pull({ agentId, teamIds }: Actor, body: unknown): Promise<PullPage> {
    const { database, pageRows } = this.#options;
    const request = readSyncRequest(PullRequest, body);
    const context = { actor: null, mutations: [], now: new Date(this.process.now()) };
    return await pull(database.storage(this.process, context), {
      agentId,
      teamIds,
      request: { ...request, most: Math.min(request.most ?? request.limit, pageRows) },
    });
  }
}

function isSimulated(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('simulated ');
}

/** What the server would log as its own fault is one. */
function failLoudly(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error));
}
