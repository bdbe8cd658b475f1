import type { AgentPresence, PresenceOf } from '../../domain/agent/presence.ts';
import { CodedError } from '../../domain/errors.ts';
import type { JournalAnswer, JournalRequest } from '../../domain/wire/outbox-journal.ts';
import type { Id } from '../../domain/ids.ts';
import type { Actor } from '../../domain/mutation/transaction.ts';
import { Prover } from '../../domain/wire/proof.ts';
import { refusedWords, type FoundTicket, type SearchFilter, type StoreSession, type SyncStatus } from './contract.ts';
import { databaseName } from './database-name.ts';
import type { StoreDatabase } from './database/database.ts';
import { placeKey } from './draft-keys.ts';
import { Drafts, writtenTicketId } from './drafts.ts';
import type { FirstScreenKeeper } from './first-screen.ts';
import { SyncIncidents, type StoreHappening } from './incidents.ts';
import { DraftCopies } from './outbox/draft-copies.ts';
import type { OutgoingFiles } from './files/outgoing-files.ts';
import { JournalKeeper } from './outbox/journal-keeper.ts';
import { LiveQueries, type Watched } from './live-queries.ts';
import type { OpenData } from './open-data.ts';
import type { Platform } from './platform.ts';
import { notHere } from './queries/search.ts';
import type { View } from './queries/view.ts';
import { Replica } from './replica.ts';
import type { Search } from './search/search.ts';
import { DraftTravel } from './sync/draft-travel.ts';
import type { Credentials } from './sync/http.ts';
import { OpenTicket } from './sync/open-ticket.ts';
import { SyncClient } from './sync/sync-client.ts';
import { Touched } from './touched.ts';

/** After this long without a change the overlay is packed into pages, step by step. */
const idleMillis = 5_000;

/**
 * Milliseconds after the rows were loaded: by then the first screen stands and the phone has its line, and the search may be made ready.
 * Whoever asks sooner has it sooner.
 */
const searchMillis = 4_000;
/** After the rows too: what was added is on the disk. */
const filesMillis = 1_000;
/** How long a desk that is new to its agent waits for their drafts, ms. */
const firstExchangeMillis = 3_000;

export type LoadOptions = {
  /** Keys of the drafts that the desk has been given already. */
  readonly given: readonly string[];
  /** What the desk was given is not what is there: it is to begin again. */
  readonly onStale: () => void;
  /** Words of another desk have taken the place of these. */
  readonly onDrafts: (keys: readonly string[]) => void;
};

/** One agent's store, open: everything that the desk's requests and questions act on. */
export class AgentStore {
  readonly #platform: Platform;
  readonly #tell: (happening: StoreHappening) => void;
  readonly #database: StoreDatabase;
  readonly #name: string;
  readonly #release: () => void;
  #session: StoreSession;
  #credentials: Credentials | null;
  #files: OutgoingFiles | null = null;
  #openingFiles: Promise<OutgoingFiles> | null = null;
  #cancelFiles: (() => void) | null = null;
  readonly replica: Replica;
  readonly drafts: Drafts;
  readonly sync: SyncClient;
  readonly #journal: JournalKeeper;
  readonly #copies: DraftCopies;
  readonly #travel: DraftTravel;
  #onDrafts: (keys: readonly string[]) => void = () => undefined;
  #wasOnline = false;
  readonly #live: LiveQueries;
  readonly #firstScreen: FirstScreenKeeper;
  /** As the server says it while it is connected; never on disk. */
  #presence: ReadonlyMap<Id, AgentPresence> = new Map();
  readonly #openTicket: OpenTicket;
  #cancelIdle: (() => void) | null = null;
  #cancelSearch: (() => void) | null = null;
  #search: Search | null = null;
  #openingSearch: Promise<void> | null = null;
  #closed = false;
  #loaded: () => void = () => undefined;
  readonly #rowsLoaded = new Promise<void>((resolve) => (this.#loaded = resolve));

  constructor(
    platform: Platform,
    session: StoreSession,
    { database, firstScreen, release }: OpenData,
    /** Rejects with a CodedError. */
    askJournal: (request: JournalRequest) => Promise<JournalAnswer>,
    tell: (happening: StoreHappening) => void,
  ) {
    this.#platform = platform;
    this.#tell = tell;
    this.#session = session;
    this.#credentials = credentialsOf(session);
    this.#database = database;
    this.#release = release;
    this.#firstScreen = firstScreen;
    const name = databaseName(session.serverUrl, session.info.agent.id);
    this.#name = name;
    this.#copies = new DraftCopies({
      ask: askJournal,
      database: name,
      after: platform.after,
      onTrouble: (code) => platform.log('error', 'drafts-copy-failed', code),
      onUnsent: () => this.#changed(statusTouched()),
    });
    this.#journal = new JournalKeeper({
      ask: askJournal,
      database: name,
      onTrouble: (code) => {
        if (code !== null) platform.log('error', 'outbox-journal-failed', code);
        tell(code === null ? { code: 'second-place-back' } : { code: 'second-place-lost', cause: code });
        this.#changed(statusTouched());
      },
    });
    this.drafts = new Drafts({
      database,
      now: platform.now,
      copies: this.#copies,
      journal: this.#journal,
      onSaved: ({ key, text }) => {
        this.#travel.want();
        const ticketId = writtenTicketId(key);
        if (ticketId !== null) this.#openTicket.typed(ticketId, text);
      },
    });
    this.#travel = new DraftTravel({
      platform,
      credentials: () => this.#credentials,
      drafts: {
        outgoing: () => this.drafts.outgoing(),
        incoming: async (sent, reply) => {
          const shown = await this.drafts.incoming(sent, reply);
          if (shown.length > 0) this.#onDrafts(shown);
        },
      },
    });
    this.replica = new Replica({
      database,
      journal: this.#journal,
      after: platform.after,
      actor: actorOf(session),
      now: platform.now,
      onChange: (touched) => this.#changed(touched),
      onSyncWanted: () => this.sync.want(),
      onWarning: (event, detail) => platform.log('warn', event, detail),
      onIncident: tell,
    });
    const incidents = new SyncIncidents(platform.now, tell);
    this.sync = new SyncClient(
      {
        platform,
        source: this.replica,
        onState: () => {
          incidents.look(this.sync.state);
          this.#serverSeen(this.sync.state.state === 'online');
          this.#changed(statusTouched());
        },
        onPresence: (agents) => this.#presenceChanged(agents),
        onTicketPresence: (said) => this.#openTicket.heard(said),
      },
      this.#credentials,
    );
    this.#openTicket = new OpenTicket({
      platform,
      say: (ticket) => this.sync.setTicket(ticket),
      onChange: () => {
        const touched = new Touched();
        touched.onTicket = true;
        if (!this.#closed) this.#live.changed(touched, false);
      },
    });
    this.#live = new LiveQueries({
      ask: (job) => this.replica.query(() => job(this.#view())),
      after: platform.after,
      onAnswer: (query, argument, answer) => firstScreen.keep(query, argument, answer),
      onFailure: (error) => platform.log('error', 'query-failed', String(error)),
    });
  }

  /** Loads the rows, then begins to sync. Throws STORE_UNAVAILABLE. */
  async load({ given, onStale, onDrafts }: LoadOptions): Promise<void> {
    this.#onDrafts = (keys) => {
      // A place that comes after it was asked for stays aside: the agent is at work in another one by now.
      const words = keys.filter((key) => key !== placeKey);
      if (words.length > 0) onDrafts(words);
    };
    this.drafts.given(given);
    this.drafts.holdUntil(this.#firstExchange());
    this.drafts.recover().then(
      ({ words, changed }) => {
        if (words > 0) this.#tell({ code: 'drafts-recovered', count: words });
        // One that has ended matters only where the desk shows its words.
        if (given.length > 0 && (words > 0 || changed.some((key) => given.includes(key)))) onStale();
      },
      (error: unknown) => this.#platform.log('error', 'drafts-not-recovered', String(error)),
    );
    await this.replica.load();
    this.#loaded();
    if (this.#closed) return;
    this.sync.start();
    this.#cancelFiles = this.#platform.after(filesMillis, () => void this.openFiles().catch(() => undefined));
    this.#openSearchLater();
  }

  /** Where this agent has never worked before their words come first, if they come soon. */
  async #firstExchange(): Promise<void> {
    const exchanged = this.#travel.exchange();
    if (await this.drafts.hasExchanged()) return;
    await Promise.race([
      exchanged,
      new Promise<void>((resolve) => void this.#platform.after(firstExchangeMillis, () => resolve())),
    ]);
  }

  #serverSeen(online: boolean): void {
    if (online && !this.#wasOnline) {
      void this.#travel.exchange();
      this.#files?.want();
    }
    this.#wasOnline = online;
  }

  get agentId(): string {
    return this.#session.info.agent.id;
  }

  get serverUrl(): string {
    return this.#session.serverUrl;
  }

  renew(session: StoreSession): void {
    this.#session = session;
    this.#credentials = credentialsOf(session);
    this.replica.setActor(actorOf(session));
    this.sync.renew(this.#credentials);
    this.#files?.want();
  }

  setPresence(presence: AgentPresence | null): void {
    this.sync.setPresence(presence);
  }

  /** Throws CodedError: without a server this machine is all there is. */
  async searchServer(text: string, filter: SearchFilter): Promise<FoundTicket[]> {
    await this.#openSearch();
    const credentials = this.#credentials;
    if (credentials === null) throw new CodedError('AUTH_SESSION_ENDED');
    const { askServer } = await import('./search/ask-server.ts');
    const reply = await askServer(this.#platform, credentials, text, filter, this.#view().country);
    return await this.replica.query(() => Promise.resolve(notHere(this.#view(), text, reply)));
  }

  /** Files on their way to the server. Throws CodedError. */
  openFiles(): Promise<OutgoingFiles> {
    this.#openingFiles ??= this.#startFiles();
    this.#openingFiles.catch((error: unknown) => {
      this.#openingFiles = null;
      this.#platform.log('error', 'files-not-opened', String(error));
    });
    return this.#openingFiles;
  }

  async #startFiles(): Promise<OutgoingFiles> {
    const [{ OutgoingFiles }, { FileShelf }] = await Promise.all([
      import('./files/outgoing-files.ts'),
      import('./files/file-shelf.ts'),
      this.#rowsLoaded,
    ]);
    if (this.#closed) throw new CodedError('STORE_UNAVAILABLE', 'closed');
    const files = new OutgoingFiles({
      platform: this.#platform,
      shelf: new FileShelf(this.#platform, this.#name),
      credentials: () => this.#credentials,
      limits: () => this.#session.info.files ?? null,
      hasCome: (id) => this.replica.rows.indexes.entries.find(id) !== undefined,
      isQueued: () => this.replica.queue.length > 0,
      onChange: (ticketIds) => {
        const touched = statusTouched();
        for (const id of ticketIds) touched.files.add(id);
        this.#changed(touched);
      },
      onAttached: () => this.sync.want(),
    });
    this.#files = files;
    await files.load();
    return files;
  }

  /** Throws CodedError. */
  async readFile(id: Id): Promise<ArrayBuffer> {
    const credentials = this.#credentials;
    if (credentials === null) throw new CodedError('AUTH_SESSION_ENDED');
    const { downloadFile } = await import('./files/upload.ts');
    return await downloadFile(this.#platform, credentials, id);
  }

  watch(watched: Watched): void {
    this.#live.add(watched);
    const { name } = watched;
    if (name === 'search' || name === 'tags') void this.#openSearch();
    if (name === 'onTicket') this.#openTicket.watch(watched.key, (watched.argument as { readonly id: Id }).id);
  }

  unwatch(key: number): void {
    this.#live.remove(key);
    this.#openTicket.unwatch(key);
  }

  /** Ends after what was begun is on disk. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#openTicket.stop();
    this.sync.stop();
    this.#live.stop();
    this.#firstScreen.stop();
    this.#cancelIdle?.();
    this.#cancelSearch?.();
    this.#cancelFiles?.();
    await this.#files?.stop();
    this.#search?.index.stop();
    this.#copies.stop();
    this.#travel.stop();
    await this.replica.turns.run('background', () => Promise.resolve());
    this.#database.close();
    this.#release();
  }

  /** Deletes this agent's data. Throws STORE_UNAVAILABLE while mutations are queued, unless told to discard them. */
  async wipe(discardQueued: boolean): Promise<void> {
    await this.openFiles().catch(() => undefined);
    const waiting = this.#queued + refusedWords(this.status);
    if (waiting > 0 && !discardQueued) {
      throw new CodedError('STORE_UNAVAILABLE', `${waiting} mutations are queued, or refused and not dealt with`);
    }
    await this.close();
    await this.#database.remove();
    await this.#journal.remove();
    const { SearchShelf } = await import('./search/shelf.ts');
    await SearchShelf.remove(this.#platform, this.#name);
    const { FileShelf } = await import('./files/file-shelf.ts');
    await FileShelf.remove(this.#platform, this.#name);
  }

  get #queued(): number {
    return this.replica.queue.length + (this.#files?.count ?? 0);
  }

  /** The server cannot be reached: what colleagues do is not seen here. */
  get isAway(): boolean {
    const { state } = this.sync.state;
    return state === 'offline' || state === 'signed-out';
  }

  get status(): SyncStatus {
    const { rebuiltAt } = this.replica.meta;
    const { trouble } = this.#journal;
    const { clockOffset } = this.sync;
    return {
      sync: this.sync.state,
      queued: this.#queued,
      unsent: this.#copies.unsent,
      refused: this.replica.refused.map(({ id, name, args, at, result }) => ({ id, name, args, at, result })),
      ...(rebuiltAt === null ? {} : { rebuiltAt }),
      ...(trouble === null ? {} : { journal: trouble }),
      ...(clockOffset === null ? {} : { clockOffset }),
    };
  }

  #view(): View {
    const { agent, teams, line } = this.#session.info;
    return {
      rows: this.replica.rows,
      actor: this.replica.actor,
      names: new Map([agent, ...teams].map(({ id, name }) => [id, name])),
      country: line?.country ?? 'FR',
      status: this.status,
      presence: this.#presence,
      // What was said before it went away may be over.
      othersOn: (ticketId) => (this.isAway ? null : this.#openTicket.othersOn(ticketId)),
      files: (ticketId) => this.#files?.of(ticketId) ?? [],
      search: this.#search,
      now: this.#platform.now(),
    };
  }

  /** Not beside rows that pour in: taking them apart would make all of them late. */
  #openSearchLater(): void {
    this.#cancelSearch = this.#platform.after(searchMillis, () => {
      if (this.sync.isPouring) this.#openSearchLater();
      else void this.#openSearch();
    });
  }

  #openSearch(): Promise<void> {
    this.#openingSearch ??= this.#startSearch().catch((error: unknown) => {
      this.#openingSearch = null;
      this.#platform.log('error', 'search-not-started', String(error));
    });
    return this.#openingSearch;
  }

  async #startSearch(): Promise<void> {
    const [{ Search }, { SearchShelf }] = await Promise.all([
      import('./search/search.ts'),
      import('./search/shelf.ts'),
      this.#rowsLoaded,
    ]);
    if (this.#closed) return;
    const search = new Search({
      rows: this.replica.rows,
      shelf: new SearchShelf(this.#platform, this.#name),
      inTurn: (job) => this.replica.readInBackground(job),
      after: this.#platform.after,
      onProgress: () => this.#searchChanged(),
      onWarning: (event, detail) => this.#platform.log('warn', event, detail),
    });
    this.#search = search;
    this.replica.rows.follower = search.index;
    search.index.start();
    this.#searchChanged();
  }

  #searchChanged(): void {
    const touched = new Touched();
    touched.search = true;
    if (!this.#closed) this.#live.changed(touched, this.#search?.index.ready !== 1);
  }

  #presenceChanged(agents: readonly PresenceOf[] | null): void {
    const next = new Map(agents === null ? [] : this.#presence);
    for (const { agentId, presence } of agents ?? []) {
      if (presence === null) next.delete(agentId);
      else next.set(agentId, presence);
    }
    this.#presence = next;
    const touched = new Touched();
    touched.presence = true;
    if (!this.#closed) this.#live.changed(touched, false);
  }

  #changed(touched: Touched): void {
    if (this.#closed) return;
    if (touched.tables.has('entries') && this.#files !== null) void this.#files.settle().catch(() => undefined);
    const pouring = this.sync.isPouring && this.replica.queue.length === 0;
    // How many rows came is told as often as the sync says it; what they say, less often.
    this.#live.changed(touched, pouring && touched.tables.size > 0);
    if (!pouring) this.#live.catchUp();
    this.#cancelIdle?.();
    this.#cancelIdle = this.#platform.after(idleMillis, () => void this.#compact());
  }

  async #compact(): Promise<void> {
    try {
      while (!this.#closed && !this.sync.isPouring && (await this.replica.compact()));
    } catch (error) {
      // Only room is lost; what could not be packed is read from the overlay.
      this.#platform.log('warn', 'compaction-failed', String(error));
    }
  }
}

function credentialsOf({ serverUrl, token, key }: StoreSession): Credentials | null {
  if (token === null) return null;
  return { serverUrl, token, prover: key === undefined ? null : new Prover(key, crypto.subtle) };
}

function actorOf({ info }: StoreSession): Actor {
  return { agentId: info.agent.id, role: info.agent.role, teamIds: info.agent.teamIds };
}

function statusTouched(): Touched {
  const touched = new Touched();
  touched.status = true;
  return touched;
}
