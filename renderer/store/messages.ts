import type { ErrorCode } from '../../domain/errors.ts';
import type { StoreIncident } from '../../domain/wire/incident.ts';
import type { JournalAnswer, JournalRequest } from '../../domain/wire/outbox-journal.ts';
import type { Kept, QueryName, RequestName, StoreQueries, StoreRequests } from './contract.ts';

/** From the desk to the worker. `key` is the desk's number for the request or the watch. */
export type ToStore =
  | { readonly type: 'request'; readonly key: number; readonly call: RequestCall }
  /** `ahead`: nobody is shown the answer yet. */
  | { readonly type: 'watch'; readonly key: number; readonly question: Question; readonly ahead: boolean }
  | { readonly type: 'unwatch'; readonly key: number }
  | { readonly type: 'drawn' }
  /** What the outbox's journal answered, or why it could not. */
  | { readonly type: 'journal'; readonly key: number; readonly answer: JournalAnswer | ErrorCode }
  /**
   * This database will be wanted, unless somebody else signs in: open it meanwhile. `tell`: the desk is drawn with what the last
   * run left in it, before it says who is signed in.
   */
  | { readonly type: 'expect'; readonly database: string; readonly tell: boolean }
  /** Asks for a sign of life. */
  | { readonly type: 'ping' };

export type FromStore =
  | { readonly type: 'answer'; readonly key: number; readonly answer: unknown }
  | { readonly type: 'journal'; readonly key: number; readonly request: JournalRequest }
  | { readonly type: 'incident'; readonly incident: StoreIncident }
  /** What was kept, and told to the desk, is not what is there: the desk is to be loaded again. */
  | { readonly type: 'stale' }
  /** Words that came from another desk took the place of these drafts. */
  | { readonly type: 'drafts'; readonly keys: readonly string[] }
  | { readonly type: 'update'; readonly key: number; readonly answer: unknown }
  /** Once a database is open, and null once its rows are loaded. */
  | { readonly type: 'kept'; readonly kept: Kept | null }
  | { readonly type: 'pong' }
  /** The worker holds this lock for as long as it lives. */
  | { readonly type: 'alive'; readonly lock: string };

export type RequestCall = {
  [R in RequestName]: { readonly name: R; readonly argument: StoreRequests[R]['argument'] };
}[RequestName];

export type Question = {
  [Q in QueryName]: { readonly name: Q; readonly argument: StoreQueries[Q]['argument'] };
}[QueryName];

/** Either end of the channel between desk and worker: a Worker, a worker's own scope, or a MessagePort in a test. */
export type Channel<Out, In> = {
  postMessage(message: Out): void;
  addEventListener(type: 'message', listener: (event: { data: In }) => void): void;
  addEventListener(type: 'error', listener: (event: object) => void): void;
};
