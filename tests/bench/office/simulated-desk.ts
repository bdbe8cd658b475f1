import { Agent, request } from 'node:http';
import WebSocket from 'ws';
import type { AgentPresence } from '../../../domain/agent/presence.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import type { MutationArgs, MutationEnvelope, MutationName } from '../../../domain/mutation/registry.ts';
import { tableNames, type Row } from '../../../domain/tables.ts';
import type { Change, Cursor, Delta, EventsMessage, PullReply, PushReply } from '../../../domain/wire/sync.ts';
import { cursorAfter } from '../../../renderer/store/sync/delta.ts';
import type { Place } from './office.ts';

/** What the desks of one office measured, ms, and what went wrong. */
export class Measurements {
  readonly push: number[] = [];
  readonly pull: number[] = [];
  /** From a mutation to a row of it at another desk of the team. */
  readonly arrival: number[] = [];
  readonly errors: string[] = [];
  /** When a row was made at the desk it is from, ms. */
  readonly made = new Map<Id, { readonly at: number; readonly teamId: Id }>();
}

export type SimulatedDeskOptions = {
  readonly url: string;
  readonly place: Place;
  readonly measurements: Measurements;
};

/**
 * What a desk does on the wire, as the real one does it: pushes what is queued, pulls until nothing waits, again at each poke, one cycle
 * at a time; says its agent's presence. It keeps none of the rows.
 */
export class SimulatedDesk {
  readonly place: Place;
  readonly #url: URL;
  readonly #measurements: Measurements;
  readonly #clientId = newId();
  readonly #http = new Agent({ keepAlive: true, maxSockets: 2 });
  #socket: WebSocket | null = null;
  #cursor: Cursor | null = null;
  #queue: MutationEnvelope[] = [];
  #nextSeq = 1;
  #resultsSeen = 0;
  #running = false;
  #again = false;
  #closed = false;
  /** Rows of others that were made since `made` is kept, and came here. */
  readonly arrived = new Set<Id>();

  constructor({ url, place, measurements }: SimulatedDeskOptions) {
    this.#url = new URL(url);
    this.place = place;
    this.#measurements = measurements;
  }

  /** Pulls everything, then listens. Resolves when the server is ready to poke. */
  async connect(): Promise<void> {
    await this.#pullAll();
    const address = new URL('/v1/events', this.#url);
    address.protocol = 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    await new Promise<void>((ready, failed) => {
      socket.on('error', failed);
      socket.on('close', (code) => {
        if (!this.#closed) this.#measurements.errors.push(`the events of a desk ended: ${code}`);
      });
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'hello', token: this.place.token, clientId: this.#clientId })),
      );
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as EventsMessage;
        if (message.type === 'ready') ready();
        if (message.type === 'poke' && (this.#running || !this.#tookDelta(message.delta))) this.#cycle();
        if (message.type === 'ended') this.#measurements.errors.push('a session ended');
      });
    });
  }

  mutate<N extends MutationName>(name: N, args: MutationArgs<N> & { readonly id: Id }): void {
    const now = Date.now();
    this.#measurements.made.set(args.id, { at: performance.now(), teamId: this.place.teamId });
    this.#queue.push({ id: newId(), seq: this.#nextSeq, name, args, at: new Date(now).toISOString() });
    this.#nextSeq += 1;
    this.#cycle();
  }

  say(presence: AgentPresence): void {
    this.#socket?.send(JSON.stringify({ type: 'presence', presence }));
  }

  get isIdle(): boolean {
    return !this.#running && this.#queue.length === 0;
  }

  /** As after a minute without a poke. */
  look(): void {
    this.#cycle();
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
    this.#http.destroy();
  }

  #cycle(): void {
    if (this.#closed) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
      if (!this.#again) return;
      this.#again = false;
      this.#cycle();
    });
  }

  async #run(): Promise<void> {
    try {
      await this.#pushAll();
      await this.#pullAll();
    } catch (error) {
      if (!this.#closed) this.#measurements.errors.push(String(error));
    }
  }

  async #pushAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const mutations = [...this.#queue];
      const from = performance.now();
      const body = { protocol: 1, clientId: this.#clientId, mutations };
      const { lastSeq } = (await this.#post('/v1/push', body)) as PushReply;
      this.#measurements.push.push(performance.now() - from);
      this.#queue = this.#queue.filter(({ seq }) => seq > lastSeq);
    }
  }

  async #pullAll(): Promise<void> {
    for (let more = true; more;) {
      const from = performance.now();
      const reply = (await this.#post('/v1/pull', {
        protocol: 1,
        clientId: this.#clientId,
        cursor: this.#cursor,
        resultsSeen: this.#resultsSeen,
        limit: 2000,
        tables: tableNames,
      })) as PullReply;
      if (this.#cursor !== null) this.#measurements.pull.push(performance.now() - from);
      this.#take(reply);
      more = reply.more;
    }
  }

  #take({ changes, cursor, results }: PullReply): void {
    this.#cursor = cursor;
    for (const { seq, outcome, code } of results) {
      this.#resultsSeen = Math.max(this.#resultsSeen, seq);
      if (outcome !== 'applied') this.#measurements.errors.push(`a mutation came to ${outcome} ${code ?? ''}`);
    }
    this.#see(changes);
  }

  /** As the real one: only what follows on where this desk stands. */
  #tookDelta(delta: Delta | undefined): boolean {
    const cursor = delta === undefined ? null : cursorAfter(this.#cursor, delta);
    if (cursor === null || delta === undefined) return false;
    this.#cursor = cursor;
    this.#see(delta.changes);
    return true;
  }

  #see(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.op !== 'put') continue;
      const { id } = change.row as Row;
      const made = this.#measurements.made.get(id);
      if (made === undefined || this.arrived.has(id)) continue;
      this.arrived.add(id);
      if (!('agentId' in change.row || 'authorId' in change.row)) continue;
      const author = (change.row['authorId'] ?? change.row['agentId']) as Id;
      if (author !== this.place.agentId) this.#measurements.arrival.push(performance.now() - made.at);
    }
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const { hostname, port } = this.#url;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.place.token}` };
    return await new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method: 'POST', agent: this.#http, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${path}: ${answer.statusCode} ${text}`));
        });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  }
}
