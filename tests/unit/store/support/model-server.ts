import type { Agent, Team } from '../../../../domain/agent/agent.ts';
import { CodedError, errorCatalogue } from '../../../../domain/errors.ts';
import { newId, type Id } from '../../../../domain/ids.ts';
import { runMutation } from '../../../../domain/mutation/registry.ts';
import type { Actor } from '../../../../domain/mutation/transaction.ts';
import { readableScopes } from '../../../../domain/row.ts';
import { firstTables, type Row, type TableName } from '../../../../domain/tables.ts';
import { linesType } from '../../../../domain/wire/pull-lines.ts';
import type { SessionInfo } from '../../../../domain/wire/session.ts';
import {
  DeskReport,
  PullRequest,
  PushRequest,
  type Change,
  type Delta,
  type EventsMessage,
  type MutationResult,
  type PullReply,
} from '../../../../domain/wire/sync.ts';
import type { SocketListener } from '../../../../renderer/store/platform.ts';
import { inLines } from '../../../../server/sync/in-lines.ts';
import { MemoryTransaction } from '../../domain/memory-transaction.ts';
import { canonical } from './canonical.ts';

type Versioned = { version: number; change: Change };
/** `effects`: the version that it gave each scope; none for one that came before, under another client id. */
type Answered = { result: MutationResult; effects: Map<Id, number> };
type Client = { agentId: Id; lastSeq: number; results: Answered[] };

/** What may go wrong on the way. `lose-answer`: the server did it, the desk never hears. */
export type Fault = 'none' | 'lose-request' | 'lose-answer' | 'garbage' | 'misshapen' | 'duplicate';

/** The sync protocol over Maps, with the same domain functions as the real server. */
export class ModelServer {
  epoch = newId();
  readonly teams: readonly Team[];
  readonly rows = new Map<string, { table: TableName; row: Row }>();
  readonly log = new Map<Id, Versioned[]>();
  readonly clients = new Map<Id, Client>();
  readonly known = new Map<Id, MutationResult>();
  /** How often each mutation was applied: never more than once. */
  readonly applied = new Map<Id, number>();
  readonly sessions = new Map<string, Actor>();
  readonly pushes: PushRequest[] = [];
  readonly pulls: PullRequest[] = [];
  /** What desks said after their hello. */
  readonly reports: DeskReport[] = [];
  /** What time it is there; undefined: it does not say, as older ones do not. */
  now: (() => Date) | undefined;
  pageRows = 2000;
  nextFault: () => Fault = () => 'none';
  isUp = true;
  /** Mutations that a server of this age does not know. */
  readonly unknown = new Set<string>();
  readonly #sockets = new Map<SocketListener, string | null>();
  #reference = 1000;

  constructor(teams: readonly Team[], agents: readonly Agent[]) {
    this.teams = teams;
    for (const team of teams) this.write('teams', team);
    for (const agent of agents) this.write('agents', agent);
  }

  signIn(agent: Agent): string {
    const token = `token-${newId()}`;
    this.sessions.set(token, { agentId: agent.id, role: agent.role, teamIds: agent.teamIds });
    return token;
  }

  revoke(token: string): void {
    this.sessions.delete(token);
    for (const [listener, owner] of [...this.#sockets]) {
      if (owner === token) listener.message(JSON.stringify({ type: 'ended' }));
    }
  }

  write(table: TableName, row: Row): void {
    const key = `${table}/${row.id}`;
    const before = this.rows.get(key)?.row;
    if (before !== undefined && before.scope !== row.scope) {
      this.#append(before.scope, { op: 'evict', table, id: row.id, scope: before.scope });
    }
    this.rows.set(key, { table, row });
    this.#append(row.scope, { op: 'put', table, row });
  }

  remove(table: TableName, id: Id): void {
    const held = this.rows.get(`${table}/${id}`);
    if (held === undefined) return;
    this.rows.delete(`${table}/${id}`);
    this.#append(held.row.scope, { op: 'evict', table, id, scope: held.row.scope });
  }

  /** Takes a backup; the answer restores it, under another epoch. */
  backup(): () => void {
    const kept = structuredClone({
      rows: this.rows,
      log: this.log,
      clients: this.clients,
      known: this.known,
      applied: this.applied,
    });
    return () => {
      this.epoch = newId();
      const again = structuredClone(kept);
      for (const name of ['rows', 'log', 'clients', 'known', 'applied'] as const) {
        const map = this[name] as Map<unknown, unknown>;
        map.clear();
        for (const [key, value] of again[name]) map.set(key, value);
      }
    };
  }

  /** Forgets who pushed what last, but not what was pushed. */
  forgetClients(): void {
    this.clients.clear();
  }

  /** All rows that an agent may read, as text, in order: what every client must come to. */
  readable(actor: Actor): string[] {
    const scopes = new Set(readableScopes({ id: actor.agentId, teamIds: actor.teamIds }));
    return [...this.rows]
      .filter(([, { row }]) => scopes.has(row.scope))
      .map(([key, { row }]) => `${key} ${canonical(row)}`)
      .sort();
  }

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    // Drafts are no part of this protocol: faults are for what is, and nobody has another desk.
    if (this.isUp && new URL(url).pathname === '/v1/drafts') {
      return Response.json({ cursor: 0, drafts: [], replaced: [] });
    }
    const fault = this.nextFault();
    if (!this.isUp || fault === 'lose-request') throw new TypeError('fetch failed');
    const body: unknown = JSON.parse(init.body as string);
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length) ?? '';
    const reply = await this.#answer(new URL(url).pathname, token, body);
    if (fault === 'duplicate') await this.#answer(new URL(url).pathname, token, body);
    if (fault === 'lose-answer') throw new TypeError('connection reset');
    if (fault === 'misshapen') {
      const shapes = (await reply.text()).split('\n').map((line) => {
        const shape: unknown = JSON.parse(line, (_key, value: unknown) =>
          typeof value === 'number' ? String(value) : value,
        );
        return JSON.stringify(shape);
      });
      return new Response(shapes.join('\n'), { status: reply.status, headers: reply.headers });
    }
    if (fault === 'garbage') return new Response('<html>Bad gateway</html>', { status: 200 });
    return reply;
  };

  connect = (_url: string, listener: SocketListener) => {
    if (!this.isUp) {
      queueMicrotask(() => listener.closed());
      return { send: () => undefined, close: () => undefined };
    }
    this.#sockets.set(listener, null);
    queueMicrotask(() => listener.opened());
    return {
      send: (text: string) => {
        const said = DeskReport.safeParse(JSON.parse(text));
        if (said.success) {
          this.reports.push(said.data);
          return;
        }
        const { token } = JSON.parse(text) as { token: string };
        this.#sockets.set(listener, token);
        const ready = { type: 'ready', ...(this.now === undefined ? {} : { now: this.now().toISOString() }) };
        listener.message(JSON.stringify(this.sessions.has(token) ? ready : { type: 'ended' }));
      },
      close: () => this.#sockets.delete(listener),
    };
  };

  stop(): void {
    this.isUp = false;
    this.breakSockets();
  }

  /** Requests go on being answered. */
  breakSockets(): void {
    const listeners = [...this.#sockets.keys()];
    this.#sockets.clear();
    for (const listener of listeners) listener.closed();
  }

  start(): void {
    this.isUp = true;
  }

  poke(delta?: Delta): void {
    for (const listener of this.#sockets.keys()) listener.message(JSON.stringify({ type: 'poke', delta }));
  }

  /** Says it to every desk, whoever it is for. */
  tell(message: EventsMessage): void {
    for (const listener of this.#sockets.keys()) listener.message(JSON.stringify(message));
  }

  /** Writes one row and says what is new, as the real server pokes those who did not push it. */
  deltaOf(table: TableName, row: Row): Delta {
    const after = this.log.get(row.scope)?.at(-1)?.version ?? 0;
    this.write(table, row);
    return {
      epoch: this.epoch,
      scopes: { [row.scope]: { after, upTo: after + 1 } },
      changes: [{ op: 'put', table, row }],
    };
  }

  async #answer(path: string, token: string, body: unknown): Promise<Response> {
    try {
      const actor = this.sessions.get(token);
      if (actor === undefined) throw new CodedError('AUTH_SESSION_ENDED');
      if (path === '/v1/push') return Response.json(await this.#push(actor, PushRequest.parse(body)));
      if (path === '/v1/pull') return this.#page(actor, PullRequest.parse(body));
      throw new CodedError('NOT_FOUND');
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return Response.json({ code: error.code }, { status: errorCatalogue[error.code].status });
    }
  }

  #page(actor: Actor, request: PullRequest): Response {
    const { changes, ...rest } = this.#pull(actor, request);
    if (request.lines !== true) return Response.json({ changes, ...rest });
    const body = inLines(
      changes.map((change) => JSON.stringify(change)),
      rest,
    );
    return new Response(new Uint8Array(body), { headers: { 'content-type': linesType } });
  }

  async #push(actor: Actor, request: PushRequest): Promise<{ lastSeq: number }> {
    this.pushes.push(request);
    let client = this.clients.get(request.clientId);
    const [first] = request.mutations;
    if (client === undefined) {
      if (first?.seq !== 1) throw new CodedError('SYNC_CLIENT_UNKNOWN');
      client = { agentId: actor.agentId, lastSeq: 0, results: [] };
      this.clients.set(request.clientId, client);
    }
    for (const mutation of request.mutations) {
      if (mutation.seq <= client.lastSeq) continue;
      if (mutation.seq !== client.lastSeq + 1) throw new CodedError('SYNC_SEQUENCE_GAP');
      const known = this.known.get(mutation.id);
      const before = new Map([...this.log].map(([scope, log]) => [scope, log.at(-1)?.version ?? 0]));
      const result = known ?? (await this.#apply(actor, mutation));
      const after = [...this.log].map(([scope, log]) => [scope, log.at(-1)?.version ?? 0] as const);
      const effects = new Map(after.filter(([scope, version]) => version !== (before.get(scope) ?? 0)));
      client.results.push({ result: { ...result, seq: mutation.seq }, effects });
      client.lastSeq = mutation.seq;
    }
    this.poke();
    return { lastSeq: client.lastSeq };
  }

  async #apply(actor: Actor, mutation: PushRequest['mutations'][number]): Promise<MutationResult> {
    const tx = new MemoryTransaction(actor, mutation.at);
    for (const [key, { row }] of this.rows) tx.rows.set(key, row);
    tx.nextTicketReference = () => Promise.resolve(++this.#reference);
    let result: MutationResult;
    try {
      if (this.unknown.has(mutation.name)) throw new CodedError('MUTATION_UNKNOWN', mutation.name);
      const effect = await runMutation(tx, mutation.name, mutation.args);
      for (const [key, row] of tx.rows) {
        if (this.rows.get(key)?.row !== row) this.write(key.slice(0, key.indexOf('/')) as TableName, row);
      }
      this.applied.set(mutation.id, (this.applied.get(mutation.id) ?? 0) + 1);
      result = {
        seq: mutation.seq,
        id: mutation.id,
        outcome: effect.outcome,
        ...(effect.outcome === 'conflict' ? { fields: [...effect.fields] } : {}),
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      result = { seq: mutation.seq, id: mutation.id, outcome: 'rejected', code: error.code };
    }
    this.known.set(mutation.id, result);
    return result;
  }

  #pull(actor: Actor, request: PullRequest): PullReply {
    this.pulls.push(request);
    const scopes = readableScopes({ id: actor.agentId, teamIds: actor.teamIds });
    const usable = request.cursor?.epoch === this.epoch ? request.cursor.scopes : {};
    const resetScopes = Object.keys(request.cursor?.scopes ?? {}).filter(
      (scope) => !(scope in usable) || !scopes.includes(scope),
    );
    const limit = Math.min(request.most ?? request.limit, this.pageRows);
    const tables = new Set<string>(request.tables ?? firstTables);
    const changes: Change[] = [];
    const cursor: PullReply['cursor'] = { epoch: this.epoch, scopes: {} };
    let more = false;
    for (const scope of scopes) {
      const from = usable[scope] ?? 0;
      const log = this.log.get(scope) ?? [];
      const known = log.filter(({ version, change }) => version > from && tables.has(change.table));
      const news = known.slice(0, Math.max(0, limit - changes.length));
      // What is readable in another scope comes by its `put` there.
      const isElsewhere = ({ change }: Versioned) =>
        change.op === 'evict' && scopes.includes(this.rows.get(`${change.table}/${change.id}`)?.row.scope ?? '');
      changes.push(...news.filter((each) => !isElsewhere(each)).map(({ change }) => change));
      cursor.scopes[scope] = (news.length < known.length ? news : log).at(-1)?.version ?? from;
      more ||= (log.at(-1)?.version ?? 0) > (cursor.scopes[scope] ?? 0);
    }
    const client = this.clients.get(request.clientId);
    if (client !== undefined && client.agentId !== actor.agentId) throw new CodedError('SYNC_CLIENT_UNKNOWN');
    const unseen = (client?.results ?? []).filter(({ result }) => result.seq > request.resultsSeen);
    // As the real one: stops before the first mutation whose effect is on a later page. What it did elsewhere never comes.
    const toCome = unseen.findIndex(({ effects }) =>
      [...effects].some(([scope, version]) => version > (cursor.scopes[scope] ?? Infinity)),
    );
    const included = toCome === -1 ? unseen : unseen.slice(0, toCome);
    const results = included.map(({ result }) => result);
    const lastSeq = toCome === -1 ? (client?.lastSeq ?? 0) : (unseen[toCome]?.result.seq ?? 1) - 1;
    return { resetScopes, changes, cursor, lastSeq, results, more };
  }

  #append(scope: Id, change: Change): void {
    const log = this.log.get(scope) ?? [];
    const id = change.op === 'put' ? change.row.id : change.id;
    // Like the real one, only the newest change of a row is kept.
    const rest = log.filter((entry) => {
      const old = entry.change;
      return old.table !== change.table || (old.op === 'put' ? old.row.id : old.id) !== id;
    });
    rest.push({ version: (log.at(-1)?.version ?? 0) + 1, change });
    this.log.set(scope, rest);
  }
}

export function sessionInfo(agent: Agent, teams: readonly Team[]): SessionInfo {
  return {
    agent,
    teams: teams.filter((team) => agent.teamIds.includes(team.id)),
    line: null,
    serverName: 'Model',
    expiresAt: '2027-01-01T00:00:00.000Z',
  };
}
