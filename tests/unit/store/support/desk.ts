import { MessageChannel } from 'node:worker_threads';
import type { Agent, Team } from '../../../../domain/agent/agent.ts';
import { newId, type Id } from '../../../../domain/ids.ts';
import { organisationScope } from '../../../../domain/row.ts';
import type { Contact } from '../../../../domain/contact/contact.ts';
import type { Ticket } from '../../../../domain/ticket/ticket.ts';
import type { QueryName, Store, StoreQueries, StoreSession } from '../../../../renderer/store/contract.ts';
import { StoreHost } from '../../../../renderer/store/host.ts';
import type { Channel, FromStore, ToStore } from '../../../../renderer/store/messages.ts';
import { openStore } from '../../../../renderer/store/open-store.ts';
import { MemoryJournal } from './memory-journal.ts';
import { sessionInfo, type ModelServer } from './model-server.ts';
import { TestPlatform } from './test-platform.ts';

export const serverUrl = 'https://casque.example';

export function aTeam(name: string): Team {
  return { id: newId(), scope: organisationScope, name, level: 1 };
}

export function anAgent(name: string, teams: readonly Team[]): Agent {
  return {
    id: newId(),
    scope: organisationScope,
    login: name.toLowerCase(),
    name,
    role: 'agent',
    teamIds: teams.map((team) => team.id),
    extension: null,
  };
}

export function aContact(fields: Partial<Contact> = {}): Contact {
  return {
    id: newId(),
    scope: organisationScope,
    name: 'Yann Le Goff',
    organisation: null,
    town: null,
    email: null,
    numbers: [],
    customerNumber: null,
    equipment: [],
    note: null,
    ...fields,
  };
}

export function aTicket(team: Team, fields: Partial<Ticket> = {}): Ticket {
  return {
    id: newId(),
    scope: team.id,
    reference: null,
    subject: 'Plus de synchronisation',
    state: 'open',
    pendingReason: null,
    remindAt: null,
    impact: 3,
    urgency: 3,
    major: false,
    contactId: null,
    callerNumber: null,
    assigneeId: null,
    tags: [],
    createdAt: '2026-11-19T09:00:00.000Z',
    createdBy: newId(),
    updatedAt: '2026-11-19T09:00:00.000Z',
    ...fields,
  };
}

/** One agent's desk on one machine: the store as the desk has it, over a channel like a worker's. */
export class TestDesk {
  platform: TestPlatform;
  readonly session: StoreSession;
  readonly journal = new MemoryJournal();
  /** What was told of what happened, by code. */
  readonly happened: string[] = [];
  /** The desk is to be loaded again. */
  isStale = false;
  store!: Store;
  /** Draws as soon as it can, as the desk does; otherwise the store waits for its first drawing. */
  draws = true;
  /** Resolves when the first drawing can be made. */
  firstScreen!: Promise<void>;
  #host!: StoreHost;
  #channel!: MessageChannel;

  constructor(agent: Agent, teams: readonly Team[], token: string | null, platform = new TestPlatform()) {
    this.platform = platform;
    this.session = { serverUrl, token, clientId: newId(), info: sessionInfo(agent, teams) };
    this.#start();
  }

  static at(server: ModelServer, agent: Agent, teams: readonly Team[]): TestDesk {
    const desk = new TestDesk(agent, teams, server.signIn(agent));
    desk.platform.serverFetch = server.fetch;
    desk.platform.connect = server.connect;
    return desk;
  }

  async open(): Promise<void> {
    const opened = await this.store.request('open', this.session);
    if (!opened.ok) throw new Error(`${opened.code} ${opened.detail ?? ''}`);
  }

  /** The process dies: nothing is closed, only the disk stays. `expecting`: the database that the document wants at once. */
  async crash(expecting?: string): Promise<void> {
    this.#channel.port1.close();
    this.#channel.port2.close();
    this.platform = this.platform.crash();
    this.#start();
    if (expecting !== undefined)
      this.#channel.port2.postMessage({ type: 'expect', database: expecting, tell: false } satisfies ToStore);
    await this.open();
  }

  async close(): Promise<void> {
    await this.#host.close();
    this.#channel.port1.close();
  }

  /** The first answer that satisfies `wanted`. */
  async until<Q extends QueryName>(
    name: Q,
    argument: StoreQueries[Q]['argument'],
    wanted: (answer: StoreQueries[Q]['answer']) => boolean = () => true,
  ): Promise<StoreQueries[Q]['answer']> {
    return await new Promise((resolve, reject) => {
      let last: unknown;
      const deadline = setTimeout(() => {
        stop();
        reject(new Error(`no such answer of ${name}; last: ${JSON.stringify(last ?? null).slice(0, 800)}`));
      }, 4000);
      const stop = this.store.watch(name, argument, (answer) => {
        last = answer;
        if (!wanted(answer)) return;
        clearTimeout(deadline);
        queueMicrotask(() => stop());
        resolve(answer);
      });
    });
  }

  /** Everything of this desk is confirmed, and it has what the server has. */
  async synced(): Promise<void> {
    await this.until('status', null, ({ sync, queued }) => sync.state === 'online' && queued === 0);
  }

  async addNote(ticketId: Id, text: string): Promise<Id> {
    const id = newId();
    const done = await this.store.request('mutate', { name: 'note.add@1', args: { id, ticketId, text } });
    if (!done.ok) throw new Error(done.code);
    return id;
  }

  async createTicket(team: Team, subject: string, fields: { contactId?: Id; assigneeId?: Id } = {}): Promise<Id> {
    const id = newId();
    const done = await this.store.request('mutate', {
      name: 'ticket.create@1',
      args: {
        id,
        teamId: team.id,
        subject,
        impact: 3,
        urgency: 3,
        contactId: fields.contactId ?? null,
        callerNumber: null,
        assigneeId: fields.assigneeId ?? null,
        tags: [],
        callId: null,
      },
    });
    if (!done.ok) throw new Error(done.code);
    return id;
  }

  #start(): void {
    this.#channel = new MessageChannel();
    this.#host = new StoreHost(this.platform, this.#channel.port1 as unknown as Channel<FromStore, ToStore>);
    this.firstScreen = new Promise((atHand) => {
      const drawn = (): void => {
        atHand();
        if (this.draws) this.store.drawn();
      };
      this.store = openStore(this.#channel.port2 as unknown as Channel<ToStore, FromStore>, {
        onKept: drawn,
        askJournal: this.journal.ask,
        onIncident: ({ code }) => this.happened.push(code),
        onStale: () => (this.isStale = true),
        now: this.platform.now,
      });
    });
  }
}
