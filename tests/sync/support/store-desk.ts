import { MessageChannel } from 'node:worker_threads';
import { IDBFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../../domain/mutation/registry.ts';
import { newDeviceKey } from '../../../domain/wire/proof.ts';
import { endSession } from '../../../renderer/desk/session/end-session.ts';
import type { QueryName, Store, StoreQueries, StoreSession } from '../../../renderer/store/contract.ts';
import { StoreHost } from '../../../renderer/store/host.ts';
import type { Channel, FromStore, ToStore } from '../../../renderer/store/messages.ts';
import { openStore } from '../../../renderer/store/open-store.ts';
import type { Platform } from '../../../renderer/store/platform.ts';
import { signIn } from './desk.ts';

/** An agent's store as the desk has it, its session bound to it, on real time and a real network; only its disk is in memory. */
export class StoreDesk {
  readonly store: Store;
  readonly #host: StoreHost;
  readonly #channel = new MessageChannel();
  readonly #login: string;
  readonly #secret: string | undefined;
  session: StoreSession;

  private constructor(login: string, secret: string | undefined, session: StoreSession, now: () => number) {
    this.#login = login;
    this.#secret = secret;
    this.session = session;
    this.#host = new StoreHost(nodePlatform(now), this.#channel.port1 as unknown as Channel<FromStore, ToStore>);
    this.store = openStore(this.#channel.port2 as unknown as Channel<ToStore, FromStore>);
  }

  /** Signed in at the server, the store open on it. `now`: this machine's clock, milliseconds since 1970 UTC. */
  static async open(
    serverUrl: string,
    login: string,
    { secret, now = Date.now }: { readonly secret?: string; readonly now?: () => number } = {},
  ): Promise<StoreDesk> {
    const key = await newDeviceKey(crypto.subtle);
    const { token, ...info } = await signIn(serverUrl, login, secret, key);
    const desk = new StoreDesk(login, secret, { serverUrl, token, key, clientId: newId(), info }, now);
    const opened = await desk.store.request('open', desk.session);
    if (!opened.ok) throw new Error(opened.code);
    return desk;
  }

  async signInAgain(): Promise<void> {
    const key = await newDeviceKey(crypto.subtle);
    const { token, ...info } = await signIn(this.session.serverUrl, this.#login, this.#secret, key);
    this.session = { ...this.session, token, key, info };
    await this.store.request('renew', this.session);
  }

  /** Ends the session at the server, as an administrator or another of the agent's desks would. */
  async revoke(serverUrl: string): Promise<void> {
    await endSession(fetch, { ...this.session, serverUrl });
  }

  async mutate<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<void> {
    const done = await this.store.request('mutate', { name, args } as never);
    if (!done.ok) throw new Error(`${done.code} ${done.detail ?? ''}`);
  }

  async newTicket(teamId: Id, subject: string, callId: Id | null = null): Promise<Id> {
    const id = newId();
    await this.mutate('ticket.create@1', {
      id,
      teamId,
      subject,
      impact: 3,
      urgency: 3,
      contactId: null,
      callerNumber: null,
      assigneeId: null,
      tags: [],
      callId,
    });
    return id;
  }

  /** The first answer that satisfies `wanted`, within 20 s. */
  async until<Q extends QueryName>(
    name: Q,
    argument: StoreQueries[Q]['argument'],
    wanted: (answer: StoreQueries[Q]['answer']) => boolean = () => true,
  ): Promise<StoreQueries[Q]['answer']> {
    return await new Promise((resolve, reject) => {
      let last: unknown = null;
      const deadline = setTimeout(() => {
        stop();
        reject(new Error(`no such answer of ${name}; last: ${JSON.stringify(last).slice(0, 500)}`));
      }, 20_000);
      const stop = this.store.watch(name, argument, (answer) => {
        last = answer;
        if (!wanted(answer)) return;
        clearTimeout(deadline);
        queueMicrotask(() => stop());
        resolve(answer);
      });
    });
  }

  async synced(): Promise<void> {
    await this.until('status', null, ({ sync, queued }) => sync.state === 'online' && queued === 0);
  }

  async close(): Promise<void> {
    await this.#host.close();
    this.#channel.port1.close();
  }
}

function nodePlatform(now: () => number): Platform {
  return {
    indexedDB: new IDBFactory(),
    IDBKeyRange: FakeKeyRange,
    fetch: (url, init) => fetch(url, init),
    openSocket: (url, listener) => {
      const socket = new WebSocket(url);
      socket.addEventListener('open', () => listener.opened());
      socket.addEventListener('message', ({ data }) => listener.message(data));
      socket.addEventListener('close', () => listener.closed());
      return { send: (text) => socket.send(text), close: () => socket.close() };
    },
    now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    onOnline: () => () => undefined,
    lock: () => Promise.resolve(() => undefined),
    log: () => undefined,
  };
}
