import type { Agent } from '../../../../domain/agent/agent.ts';
import type { Id } from '../../../../domain/ids.ts';
import { tableNames } from '../../../../domain/tables.ts';
import type { Cursor, PullReply } from '../../../../domain/wire/sync.ts';
import { Database } from '../../../../renderer/store/database/database.ts';
import { Replica } from '../../../../renderer/store/replica.ts';
import { runCycle } from '../../../../renderer/store/sync/cycle.ts';
import { canonical } from './canonical.ts';
import { noJournal } from './memory-journal.ts';
import type { ModelServer } from './model-server.ts';
import { TestPlatform } from './test-platform.ts';

/** A desk without its scheduler: the test decides when it syncs and when it dies. */
export class Machine {
  platform = new TestPlatform();
  replica!: Replica;
  readonly #server: ModelServer;
  readonly #token: string;
  readonly agent: Agent;
  /** Notes written here: their words, by id. */
  readonly notes = new Map<Id, string>();

  constructor(server: ModelServer, agent: Agent) {
    this.#server = server;
    this.agent = agent;
    this.#token = server.signIn(agent);
  }

  /** A machine that has what the server has. */
  static async synced(server: ModelServer, agent: Agent): Promise<Machine> {
    const machine = new Machine(server, agent);
    await machine.start();
    await machine.sync();
    return machine;
  }

  async start(): Promise<void> {
    const { agent, platform } = this;
    const database = new Database(platform, 'replica');
    await database.open();
    this.replica = new Replica({
      database,
      journal: noJournal,
      after: () => () => undefined,
      actor: { agentId: agent.id, role: agent.role, teamIds: agent.teamIds },
      now: platform.now,
      onChange: () => undefined,
      onSyncWanted: () => undefined,
      onWarning: () => undefined,
      onIncident: () => undefined,
    });
    await this.replica.load();
  }

  /** The process dies in the middle of what it does, at whatever point it has come to. */
  async crash(): Promise<void> {
    this.platform = this.platform.crash();
    await this.start();
  }

  sync(): Promise<void> {
    return runCycle({
      platform: { fetch: (url, init) => this.#fetch(url, init), after: this.platform.after, now: this.platform.now },
      credentials: { serverUrl: 'https://casque.example', token: this.#token, prover: null },
      source: this.replica,
      isStale: () => false,
      onProgress: () => undefined,
    });
  }

  /** A page comes, whatever the server has; what is not said of it is as in one that brings nothing. Tells whether it was taken. */
  takes(page: (since: Cursor) => Partial<PullReply>): Promise<boolean> {
    const request = this.replica.pullRequest();
    const since = request.cursor!;
    const nothing = { resetScopes: [], changes: [], cursor: since, lastSeq: 0, results: [], more: false };
    return this.replica.pulled(request, { ...nothing, ...page(since) });
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    this.platform.serverFetch = this.#server.fetch;
    return this.platform.fetch(url, init);
  }

  async rows(): Promise<string[]> {
    const found: string[] = [];
    for (const table of tableNames) {
      const index = this.replica.indexes.of(table);
      const ids = index.ids.filter((id): id is Id => id !== null && index.isVisible(id));
      for (const row of await this.replica.rows.readAll(table, ids)) found.push(`${table}/${row.id} ${canonical(row)}`);
    }
    return found.sort();
  }
}
