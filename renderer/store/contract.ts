import type { AgentPresence } from '../../domain/agent/presence.ts';
import type { Agent, Team } from '../../domain/agent/agent.ts';
import type { Callback } from '../../domain/callback/callback.ts';
import type { Call } from '../../domain/call/call.ts';
import type { Contact, Recognition } from '../../domain/contact/contact.ts';
import type { EquipmentItem } from '../../domain/equipment/equipment.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Id, Instant } from '../../domain/ids.ts';
import type { MutationArgs, MutationName } from '../../domain/mutation/registry.ts';
import type { Result } from '../../domain/result.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Procedure } from '../../domain/procedure/procedure.ts';
import type { CannedText } from '../../domain/text/canned-text.ts';
import type { Priority } from '../../domain/ticket/priority.ts';
import type { LinkKind } from '../../domain/ticket/link.ts';
import type { Outline } from '../../domain/ticket/outline.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { Entry } from '../../domain/timeline/entry.ts';
import type { Validation } from '../../domain/validation/validation.ts';
import type { PrivateDeviceKey } from '../../domain/wire/proof.ts';
import type { SessionInfo } from '../../domain/wire/session.ts';
import type { MutationResult } from '../../domain/wire/sync.ts';

export { databaseName } from './database-name.ts';
export { newTicketPrefix, otherDraftKey, placeKey } from './draft-keys.ts';

/** What the store needs to open an agent's data and to sync it. `token` null: work on this machine goes on, nothing is sent. */
export type StoreSession = {
  readonly serverUrl: string;
  readonly token: string | null;
  /** Of the device that the session is bound to; absent: it is bound to none. */
  readonly key?: PrivateDeviceKey | undefined;
  readonly clientId: Id;
  readonly info: SessionInfo;
};

/** A file as it is given to the store. `id` is that of its entry in the timeline. */
export type GivenFile = {
  readonly id: Id;
  readonly ticketId: Id;
  readonly name: string;
  /** As the browser knows it; empty: it does not. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** A file that was added here and has not come into the timeline yet. */
export type WaitingFile = {
  readonly id: Id;
  readonly name: string;
  readonly type: string;
  /** Bytes, and how many of them the server has. */
  readonly size: number;
  readonly sent: number;
  readonly thumbnail: string | null;
  /** Why the server does not want it; it stays until the agent takes it away. */
  readonly refused: ErrorCode | null;
};

export type SyncState =
  /** `more`: the first sync is still running; `rows` have arrived. */
  | { readonly state: 'syncing'; readonly rows: number; readonly first: boolean }
  | { readonly state: 'online'; readonly since: Instant }
  | { readonly state: 'offline'; readonly code: ErrorCode; readonly since: Instant; readonly nextTryAt: Instant }
  /** Session ended or no token: the person must sign in again; the queue is kept. */
  | { readonly state: 'signed-out'; readonly code: ErrorCode };

export type SyncStatus = {
  readonly sync: SyncState;
  /** Mutations, and files, that the server has not confirmed yet. */
  readonly queued: number;
  /** Texts that are written and not sent. */
  readonly unsent: number;
  /** Refused by the server, or a conflict that the agent lost (`result.outcome`); not yet dismissed. */
  readonly refused: readonly RefusedMutation[];
  /** This machine's data was damaged then and is pulled from the server again; what was queued is kept. */
  readonly rebuiltAt?: Instant;
  /** Why the outbox's second place cannot be written; what is queued is in the database alone. */
  readonly journal?: ErrorCode;
  /** By how many milliseconds the server's clock is before this machine's (less than 0: behind), when it is by more than a minute. */
  readonly clockOffset?: number;
};

/** How many of them would be lost with this machine's data; a value that lost a conflict is in the ticket. */
export function refusedWords({ refused }: Pick<SyncStatus, 'refused'>): number {
  return refused.filter(({ result }) => result.outcome === 'rejected').length;
}

export type RefusedMutation = {
  readonly id: Id;
  readonly name: MutationName;
  readonly args: unknown;
  readonly at: Instant;
  readonly result: MutationResult;
};

/** How far a thing that was written here has come: shown per note, without a spinner. */
export type Delivery = 'queued' | 'sent' | 'confirmed' | 'refused';

/** One line of a ticket list: all that the list paints. */
export type TicketLine = {
  readonly id: Id;
  readonly reference: number | null;
  readonly subject: string;
  readonly state: TicketState;
  readonly priority: Priority;
  readonly teamName: string;
  readonly contactName: string | null;
  readonly assigneeName: string | null;
  readonly mine: boolean;
  /** The team that handed it over, until somebody of this one takes it. */
  readonly arrivedFrom: string | null;
  readonly updatedAt: Instant;
  readonly createdAt: Instant;
  readonly delivery: Delivery;
};

export type TicketFilter = {
  /** `mine`: assigned to me and open. `team`: open in my teams. `unassigned`: open, nobody's. `solved`: solved or closed. */
  readonly view: 'mine' | 'team' | 'unassigned' | 'solved';
  /** Words in subject, contact or reference; empty for all. */
  readonly text: string;
};

/**
 * Which tickets are searched. Null, or an empty list: all. `assigneeId` is an agent's id or `nobody`. `since` and `until` are of the last
 * change, `until` not included.
 */
export type SearchFilter = {
  readonly states: readonly TicketState[];
  readonly teamId: Id | null;
  readonly assigneeId: string | null;
  readonly tag: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
};

/** A stretch of a text that was looked for: from the first place up to the second. */
export type Mark = readonly [start: number, end: number];

export type FoundTicket = {
  readonly line: TicketLine;
  readonly subjectMarks: readonly Mark[];
  readonly contactMarks: readonly Mark[];
  readonly referenceMarked: boolean;
  /** The note that it was found by, where its own words did not have everything. */
  readonly noteId: Id | null;
};

export type FoundContact = { readonly contact: Contact; readonly nameMarks: readonly Mark[] };

export type SearchAnswer = {
  /** The best first; `total` counts beyond the limit. */
  readonly tickets: readonly FoundTicket[];
  readonly total: number;
  readonly contacts: readonly FoundContact[];
  /** Nothing was written quite so: typing errors were forgiven. */
  readonly forgiving: boolean;
  /** Nothing has all of the words: these have most of them. */
  readonly loose: boolean;
  /** Of what is on this machine, the share that was searched: 1 is all of it. */
  readonly ready: number;
};

export type Excerpt = { readonly noteId: Id; readonly text: string; readonly marks: readonly Mark[] };

export type TimelineItem =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly authorName: string; readonly delivery: Delivery }
  | { readonly kind: 'call'; readonly call: Call; readonly agentName: string; readonly delivery: Delivery }
  | { readonly kind: 'validation'; readonly view: ValidationView; readonly delivery: Delivery };

export type TicketView = {
  readonly ticket: Ticket;
  readonly delivery: Delivery;
  readonly contact: Contact | null;
  readonly team: Team | null;
  readonly assignee: Agent | null;
  readonly timeline: readonly TimelineItem[];
  /** The ticket that it was merged into, whose is what is written here; null where it was not, or where that is not on this machine. */
  readonly mergedInto: TicketLine | null;
  /** Other open tickets of the same contact. */
  readonly otherOpen: readonly TicketLine[];
};

export type CallerView = {
  readonly recognition: Recognition;
  /** Open tickets of the contact(s) or of their organisation, or with this caller number, the most urgent first. */
  readonly openTickets: readonly TicketLine[];
  readonly lastCalls: readonly Call[];
};

/** Somebody who called, reached nobody and is to be called back: once for the whole team. */
export type MissedLine = {
  /** E.164, or an extension. */
  readonly number: string;
  readonly callIds: readonly Id[];
  readonly attempts: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly displayName: string | null;
  readonly queue: string | null;
  /** The last call back that reached nobody. */
  readonly tried: { readonly agentName: string; readonly at: Instant } | null;
  /** Who is calling back at this moment. */
  readonly callingName: string | null;
  /** The most urgent open ticket of the caller. */
  readonly ticket: TicketLine | null;
};

export type Person = { readonly name: string; readonly extension: string | null };

/** A colleague who has a ticket open. */
export type PersonOnTicket = { readonly agentId: Id; readonly name: string; readonly writing: boolean };

/** A question to colleagues, with who is who. */
export type ValidationView = {
  readonly validation: Validation;
  readonly asker: Person;
  /** The colleague, or the team under its name. */
  readonly asked: Person;
  readonly answerer: Person | null;
  /** Where this agent may read it; otherwise the request's snapshot says what it said. */
  readonly ticket: TicketLine | null;
  readonly contact: Contact | null;
  readonly delivery: Delivery;
};

export type Validations = {
  /** Open questions to this agent or to one of their teams, the longest waiting first. */
  readonly forMe: readonly ValidationView[];
  /** What this agent asked: open, or answered in the last hour; oldest first. */
  readonly mine: readonly ValidationView[];
};

/** A promise to call somebody back, with who is who. */
export type CallbackView = {
  readonly callback: Callback;
  readonly contact: Contact | null;
  readonly ticket: TicketLine | null;
  readonly promiserName: string;
  /** Null: whoever of the team is free. */
  readonly assigneeName: string | null;
  readonly teamName: string;
  /** Mine to keep: assigned to me, or to nobody in one of my teams. */
  readonly mine: boolean;
  /** The last call since the promise that reached nobody. */
  readonly tried: { readonly agentName: string; readonly at: Instant } | null;
  /** Who is calling them at this moment. */
  readonly callingName: string | null;
  readonly closerName: string | null;
  readonly delivery: Delivery;
};

export type EquipmentView = { readonly item: EquipmentItem; readonly delivery: Delivery };

/** Another ticket that this one is linked to: as whose `kind` (`out`), or which is this one's. */
export type LinkView = { readonly kind: LinkKind; readonly out: boolean; readonly line: TicketLine };

export type TicketLinks = {
  /** Without those that are its children. */
  readonly links: readonly LinkView[];
  /** What it is a child of, where another team has that. */
  readonly parentElsewhere: OutlineView | null;
  readonly children: {
    readonly total: number;
    /** The most urgent of those that are open. */
    readonly lines: readonly TicketLine[];
    /** Of the open ones, all. */
    readonly openIds: readonly Id[];
  };
};

export type ProcedureView = {
  readonly procedure: Procedure;
  /** The newest version that there is of it. */
  readonly newest: number;
  /** Null: all teams work by it. */
  readonly teamName: string | null;
  readonly authorName: string;
  readonly delivery: Delivery;
};

/** Somebody who may call, and how far what was written of them here has come. */
export type ContactView = { readonly contact: Contact; readonly delivery: Delivery };

/** An organisation as its contacts name it. */
export type OrganisationView = {
  /** Null: nothing is written down of it. */
  readonly organisation: Organisation | null;
  readonly delivery: Delivery;
  /** Its people, the first by name. */
  readonly contacts: readonly Contact[];
  readonly contactCount: number;
  /** Of all of its people, in order of urgency. */
  readonly openTickets: readonly TicketLine[];
};

/** A ticket of another team: what may be seen of it from outside. */
export type OutlineView = {
  readonly outline: Outline;
  readonly teamName: string;
  readonly assigneeName: string | null;
  readonly delivery: Delivery;
};

/** A major incident that is not solved. */
export type MajorView = { readonly line: TicketLine; readonly children: number };

export type TextView = {
  readonly text: CannedText;
  /** This agent's own; otherwise `teamName` shares it. */
  readonly own: boolean;
  readonly teamName: string;
  readonly delivery: Delivery;
};

export type Draft = {
  readonly key: string;
  readonly text: string;
  readonly savedAt: Instant;
  /** The disk has not taken it: it lives as long as the desk, and is written once there is room. */
  readonly refused?: true;
};

/** Live questions: the answer comes at once from this machine and again after each change that touches it. */
export type StoreQueries = {
  status: { argument: null; answer: SyncStatus };
  /** In order of urgency (priority, then oldest update first), `solved` newest first; `total` counts beyond `limit`. */
  tickets: { argument: TicketFilter & { limit: number }; answer: { lines: readonly TicketLine[]; total: number } };
  ticket: { argument: { id: Id }; answer: TicketView | null };
  /** What is known of an organisation, by the name that its contacts carry. */
  organisation: { argument: { name: string }; answer: OrganisationView };
  /** Tickets of other teams that this agent follows: those that are not solved first, then the last changed. */
  followed: { argument: null; answer: readonly OutlineView[] };
  /** Open tickets that another team handed over and nobody of this agent's has taken, the last changed first. */
  arrivals: { argument: null; answer: readonly TicketLine[] };
  /** What a ticket is linked to, on this machine. */
  links: { argument: { id: Id }; answer: TicketLinks };
  /** The major incidents that are not solved, the newest first. */
  majors: { argument: null; answer: readonly MajorView[] };
  /** Those of other teams that tickets on this machine are attached to, the last changed first. */
  majorsElsewhere: { argument: null; answer: readonly OutlineView[] };
  /**
   * `number` as signalled by the PBX, any notation; null when withheld. A customer number that the PBX gives wins over it: people call
   * from anywhere.
   */
  caller: { argument: { number: string | null; customerNumber?: string | null }; answer: CallerView };
  /** By name, organisation, town, customer number or phone number. */
  contacts: { argument: { text: string; limit: number }; answer: readonly Contact[] };
  contact: { argument: { id: Id }; answer: ContactView | null };
  /**
   * Everything on this machine by words (French and English, without accents, begun or mistyped), by phone number in any notation and by
   * ticket number. Without a text: the tickets that the filter lets through, the newest first.
   */
  search: { argument: { text: string; filter: SearchFilter; limit: number }; answer: SearchAnswer };
  /** What notes say around the words looked for. */
  excerpts: {
    argument: { text: string; forgiving: boolean; noteIds: readonly Id[] };
    answer: readonly Excerpt[];
  };
  /** Tags that tickets have. */
  tags: { argument: null; answer: readonly string[] };
  agents: { argument: null; answer: readonly Agent[] };
  teams: { argument: null; answer: readonly Team[] };
  /** Missed and other recent calls of this agent, newest first. */
  calls: { argument: { limit: number }; answer: readonly Call[] };
  call: { argument: { id: Id }; answer: Call | null };
  /** Who is to be called back, those with an urgent ticket first, then the newest. */
  missed: { argument: null; answer: readonly MissedLine[] };
  /** The promises to call back that this agent's teams have to keep, the first due first. */
  callbacks: { argument: null; answer: readonly CallbackView[] };
  /** Those to a contact that have ended, the newest first. */
  endedCallbacks: { argument: { contactId: Id; limit: number }; answer: readonly CallbackView[] };
  /** What a contact works with, and what everybody of their organisation shares; in use, their own first. */
  equipment: { argument: { contactId: Id | null; organisation: string | null }; answer: readonly EquipmentView[] };
  /** One of them, in use or not. */
  equipmentItem: { argument: { id: Id }; answer: EquipmentView | null };
  /** What may be begun, the newest version of each, by title. */
  procedures: { argument: null; answer: readonly ProcedureView[] };
  /** One version of a procedure, which a ticket names. */
  procedure: { argument: { id: Id }; answer: ProcedureView | null };
  /** What this agent and their teams write again and again, by title. */
  texts: { argument: null; answer: readonly TextView[] };
  /** The number that this agent dialled last, to dial it again. */
  lastDialled: { argument: null; answer: string | null };
  validations: { argument: null; answer: Validations };
  /** How available those agents are whose desk is connected; nobody is known while this desk is not. */
  presence: { argument: null; answer: readonly { readonly agentId: Id; readonly presence: AgentPresence }[] };
  /**
   * Who else has a ticket open, by name; null: nobody has said it (yet), as while this desk is not connected. The ticket of which this is watched is
   * the one that this agent has open, and the others are told so once it stays.
   */
  onTicket: { argument: { id: Id }; answer: readonly PersonOnTicket[] | null };
  refused: { argument: null; answer: readonly RefusedMutation[] };
  /** One row as a mutation would find it: not what only a refused one had made. */
  row: {
    argument: { table: 'tickets' | 'callbacks' | 'equipment' | 'contacts'; id: Id };
    answer: Ticket | Callback | EquipmentItem | Contact | null;
  };
  /** Of a ticket, in the order in which they were added. */
  waitingFiles: { argument: { ticketId: Id }; answer: readonly WaitingFile[] };
};
export type QueryName = keyof StoreQueries;

/** One-off requests. `mutate` resolves once the mutation and its effect are on disk (strict durability). */
export type StoreRequests = {
  open: { argument: StoreSession; answer: Result<null> };
  /** The session was renewed (signed in again): sync goes on with the new token. */
  renew: { argument: StoreSession; answer: Result<null> };
  mutate: {
    argument: {
      [N in MutationName]: {
        readonly name: N;
        readonly args: MutationArgs<N>;
        /** The draft that it was made of: gone in the same transaction, so that its words are neither lost nor sent twice. */
        readonly endsDraft?: string | undefined;
        /** The refused mutation that it takes the place of: dealt with in the same transaction, so that it is neither lost nor sent twice. */
        readonly settles?: Id | undefined;
      };
    }[MutationName];
    answer: Result<{ readonly mutationId: Id }>;
  };
  saveDraft: { argument: { key: string; text: string }; answer: Result<{ savedAt: Instant }> };
  /** Turns a draft into a note: the note's mutation and the end of the draft in one transaction, so that neither is lost or doubled. */
  sendDraft: { argument: { key: string; ticketId: Id }; answer: Result<{ noteId: Id }> };
  draft: { argument: { key: string }; answer: Draft | null };
  /** Those whose keys begin so, the oldest first. */
  draftsUnder: { argument: { prefix: string }; answer: readonly Draft[] };
  dismissRefused: { argument: { id: Id }; answer: Result<null> };
  /** Says to the team how available this agent is, now and after each reconnection; null: nothing. */
  presence: { argument: AgentPresence | null; answer: null };
  /** Tickets that the server has and this machine has not, as far as the agent may read them. Asked once, when words are whole. */
  searchServer: { argument: { text: string; filter: SearchFilter }; answer: Result<readonly FoundTicket[]> };
  /** Resolves once the file is on disk (strict durability); it goes up when the server is there. FILE_TOO_LARGE, FILE_TYPE_REFUSED, STORE_FULL. */
  addFile: { argument: GivenFile; answer: Result<null> };
  /** Takes one away that is not in the timeline yet. */
  dropFile: { argument: { id: Id }; answer: Result<null> };
  /** The content of a file in a timeline, from the server. */
  readFile: { argument: { id: Id }; answer: Result<ArrayBuffer> };
  /** Tries the server now instead of at the next try. */
  syncNow: { argument: null; answer: null };
  /**
   * Wipes this agent's data. Refuses (ok: false, STORE_UNAVAILABLE) while mutations are queued, or refused and not dealt with, unless
   * `discardQueued`.
   */
  wipe: { argument: { discardQueued: boolean }; answer: Result<null> };
};
export type RequestName = keyof StoreRequests;

/**
 * What the last run left for the first drawing: the answers that were shown last, question and answer as JSON by query name,
 * and the drafts' texts by key.
 */
export type Kept = {
  readonly answers: Readonly<Record<string, { readonly argument: string; readonly answer: string }>>;
  readonly drafts: Readonly<Record<string, string>>;
};

/** What the desk holds: the worker behind typed calls. */
export type Store = {
  request<R extends RequestName>(name: R, argument: StoreRequests[R]['argument']): Promise<StoreRequests[R]['answer']>;
  /** Calls `listener` with each answer; returns how to stop. */
  watch<Q extends QueryName>(
    name: Q,
    argument: StoreQueries[Q]['argument'],
    listener: (answer: StoreQueries[Q]['answer']) => void,
  ): () => void;
  /** Has the answer at hand from now on, for when it is to be shown; returns how to stop. */
  watchAhead<Q extends QueryName>(name: Q, argument: StoreQueries[Q]['argument']): () => void;
  /** The answer to this very question that is at hand: somebody watches it, or, until the rows are loaded, the last run showed it. */
  known<Q extends QueryName>(name: Q, argument: StoreQueries[Q]['argument']): StoreQueries[Q]['answer'] | undefined;
  /** The first drawing is on the screen: the rows may be loaded, which takes the processor. They soon are in any case. */
  drawn(): void;
  /** Calls `listener` with the keys of drafts that were replaced by what this agent wrote at another desk; returns how to stop. */
  watchDrafts(listener: (keys: readonly string[]) => void): () => void;
  /** Words that wait behind an earlier write of theirs: the shell keeps them until the store does. */
  keepAside(draft: { readonly key: string; readonly text: string }): void;
  /** A draft as the last run left it, null for none; only at the start. Undefined: not known, ask for it. */
  keptDraft(key: string): string | null | undefined;
  /** Words that are on their way to the disk, which may refuse them; undefined: none are. */
  unsavedDraft(key: string): string | undefined;
};
