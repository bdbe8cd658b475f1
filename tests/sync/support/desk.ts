import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationEnvelope, MutationName } from '../../../domain/mutation/registry.ts';
import { tableNames, type Row, type TableName } from '../../../domain/tables.ts';
import { publicHalf, type PrivateDeviceKey } from '../../../domain/wire/proof.ts';
import { SignInReply } from '../../../domain/wire/session.ts';
import { PullReply, PushReply, type Cursor, type MutationResult } from '../../../domain/wire/sync.ts';
import { password } from './organisation.ts';

export type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers };

export async function request(
  url: string,
  method: string,
  path: string,
  options: {
    readonly token?: string | undefined;
    readonly body?: unknown;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}

export async function signIn(
  url: string,
  login: string,
  secret = password,
  key?: PrivateDeviceKey,
): Promise<SignInReply> {
  const device = { device: 'test', ...(key === undefined ? {} : { key: publicHalf(key) }) };
  const answer = await request(url, 'POST', '/v1/session', { body: { login, password: secret, ...device } });
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${JSON.stringify(answer.body)}`);
  return SignInReply.parse(answer.body);
}

export type Session = { readonly token: string; readonly agent: { readonly id: Id } };

const shared = new Map<string, Promise<Session>>();

/** What a desk does on the wire, with the least of a store: rows as pulled, an outbox that is pushed in order. */
export class TestDesk {
  readonly url: string;
  readonly token: string;
  readonly agentId: Id;
  readonly clientId: Id;
  readonly rows = new Map<`${TableName}/${Id}`, Row>();
  readonly results: MutationResult[] = [];
  outbox: MutationEnvelope[] = [];
  cursor: Cursor | null = null;
  /** The tables that it says it knows; undefined: it says nothing, as the first version did. */
  tables: readonly string[] | undefined = tableNames;
  lastSeq = 0;
  #nextSeq = 1;

  constructor(url: string, session: Session, clientId: Id = newId()) {
    this.url = url;
    this.token = session.token;
    this.agentId = session.agent.id;
    this.clientId = clientId;
  }

  /** A new desk of an agent, under a session that all of them share (passwords are slow to check on purpose). */
  static async signIn(url: string, login: string): Promise<TestDesk> {
    const key = `${login} ${url}`;
    const session = shared.get(key) ?? signIn(url, login);
    shared.set(key, session);
    return new TestDesk(url, await session);
  }

  /** Queues a mutation. Returns its envelope. */
  mutate<N extends MutationName>(name: N, args: MutationArgs<N>, at = new Date().toISOString()): MutationEnvelope {
    return this.enqueue(name, args, at);
  }

  enqueue(name: string, args: unknown, at = new Date().toISOString()): MutationEnvelope {
    const envelope: MutationEnvelope = { id: newId(), seq: this.#nextSeq, name, args, at };
    this.#nextSeq += 1;
    this.outbox.push(envelope);
    return envelope;
  }

  async tryPush(mutations: readonly MutationEnvelope[] = this.outbox): Promise<Answer> {
    return await request(this.url, 'POST', '/v1/push', {
      token: this.token,
      body: { protocol: 1, clientId: this.clientId, mutations },
    });
  }

  /** Pushes the outbox and empties it. */
  async push(): Promise<PushReply> {
    const answer = await this.tryPush();
    if (answer.status !== 200) throw new Error(`push: ${answer.status} ${JSON.stringify(answer.body)}`);
    const reply = PushReply.parse(answer.body);
    this.outbox = this.outbox.filter((mutation) => mutation.seq > reply.lastSeq);
    return reply;
  }

  async tryPull(limit = 2000, most?: number): Promise<Answer> {
    return await request(this.url, 'POST', '/v1/pull', {
      token: this.token,
      body: {
        protocol: 1,
        clientId: this.clientId,
        cursor: this.cursor,
        resultsSeen: this.results.at(-1)?.seq ?? 0,
        limit,
        most,
        tables: this.tables,
      },
    });
  }

  /** One page, applied as the protocol says. */
  async pullPage(limit = 2000): Promise<PullReply> {
    const answer = await this.tryPull(limit);
    if (answer.status !== 200) throw new Error(`pull: ${answer.status} ${JSON.stringify(answer.body)}`);
    const reply = PullReply.parse(answer.body);
    for (const [key, row] of this.rows) if (reply.resetScopes.includes(row.scope)) this.rows.delete(key);
    for (const change of reply.changes) {
      if (change.op === 'put') this.rows.set(`${change.table}/${change.row.id}`, change.row as Row);
      else if (this.rows.get(`${change.table}/${change.id}`)?.scope === change.scope) {
        this.rows.delete(`${change.table}/${change.id}`);
      }
    }
    this.results.push(...reply.results);
    this.cursor = reply.cursor;
    this.lastSeq = reply.lastSeq;
    return reply;
  }

  /** Every page there is. */
  async pull(limit = 2000): Promise<void> {
    while ((await this.pullPage(limit)).more);
  }

  row<T extends TableName>(table: T, id: Id): Row<T> | undefined {
    return this.rows.get(`${table}/${id}`) as Row<T> | undefined;
  }

  resultOf(envelope: MutationEnvelope): MutationResult | undefined {
    return this.results.find((result) => result.id === envelope.id);
  }

  /** The rows in a form that two desks can be compared by. */
  snapshot(): string {
    return JSON.stringify([...this.rows.entries()].sort(([a], [b]) => a.localeCompare(b)));
  }

  newTicket(teamId: Id, subject = 'Plus d’Internet'): Id {
    const id = newId();
    this.mutate('ticket.create@1', {
      id,
      teamId,
      subject,
      impact: 3,
      urgency: 3,
      contactId: null,
      callerNumber: null,
      assigneeId: null,
      tags: [],
      callId: null,
    });
    return id;
  }
}
