import { isErrorCode } from '../../domain/errors.ts';
import { failure } from '../../domain/result.ts';
import type { StoreIncident } from '../../domain/wire/incident.ts';
import type { JournalAnswer, JournalRequest } from '../../domain/wire/outbox-journal.ts';
import type { Kept, QueryName, RequestName, Store, StoreQueries, StoreRequests } from './contract.ts';
import { databaseName } from './database-name.ts';
import { EarlyWords } from './early-words.ts';
import { RefusedDrafts } from './refused-drafts.ts';
import type { Channel, FromStore, Question, RequestCall, ToStore } from './messages.ts';

/** After these what the last run left may be told no more: it is about to change, or belongs to somebody else. */
const changing: ReadonlySet<RequestName> = new Set<RequestName>([
  'open',
  'mutate',
  'saveDraft',
  'sendDraft',
  'addFile',
  'wipe',
]);

/** The outbox's second place, which only the shell can write. Rejects with the code as its message. */
type AskJournal = (request: JournalRequest) => Promise<JournalAnswer>;

type AnyRequest = { [R in RequestName]: [name: R, argument: StoreRequests[R]['argument']] }[RequestName];

type Watch = { readonly listener: (answer: never) => void; last: { readonly answer: unknown } | null };

const noJournal: AskJournal = () => Promise.resolve({ exists: false, lines: [] });

export type OpenStoreOptions = {
  /** What the last run left is at hand. */
  readonly onKept?: () => void;
  readonly askJournal?: AskJournal;
  readonly onIncident?: (incident: StoreIncident) => void;
  readonly onStale?: () => void;
  /** What is asked of it before this waits, except that the data be opened. */
  readonly ready?: Promise<unknown>;
  /** The database that is expected to be opened. */
  readonly database?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
};

/** The desk's side of the store: what is asked, and who waits for it. */
export function openStore(worker: Channel<ToStore, FromStore>, options: OpenStoreOptions = {}): Store {
  const { onKept, askJournal = noJournal, onIncident, onStale, ready } = options;
  const early = new EarlyWords(askJournal, options.now ?? Date.now);
  early.database = options.database ?? null;
  const waiting = new Map<number, { name: RequestName; resolve: (answer: never) => void }>();
  const watches = new Map<number, Watch>();
  /** Those of the same question, which all get the same answer. */
  const ofQuestion = new Map<string, Watch[]>();
  const draftListeners = new Set<(keys: readonly string[]) => void>();
  let kept: Kept | null = null;
  let failed = false;
  let nextKey = 1;

  worker.addEventListener('message', ({ data }) => {
    switch (data.type) {
      case 'update': {
        const watch = watches.get(data.key);
        if (watch === undefined) break;
        watch.last = { answer: data.answer };
        watch.listener(data.answer as never);
        break;
      }
      case 'answer':
        waiting.get(data.key)?.resolve(data.answer as never);
        waiting.delete(data.key);
        break;
      case 'journal': {
        const { key } = data;
        askJournal(data.request).then(
          (answer) => worker.postMessage({ type: 'journal', key, answer }),
          (error: unknown) => {
            const code = error instanceof Error && isErrorCode(error.message) ? error.message : 'SHELL_FAILED';
            worker.postMessage({ type: 'journal', key, answer: code });
          },
        );
        break;
      }
      case 'incident':
        onIncident?.(data.incident);
        break;
      case 'drafts':
        for (const listener of [...draftListeners]) listener(data.keys);
        break;
      case 'stale':
        onStale?.();
        break;
      case 'kept':
        kept = data.kept;
        if (kept !== null) onKept?.();
        break;
      case 'pong':
      case 'alive':
        break;
    }
  });

  // A worker that could not even start says so with a bare event; an ErrorEvent is one uncaught error of a live worker.
  worker.addEventListener('error', (event) => {
    if ('message' in event) return;
    failed = true;
    for (const { name, resolve } of waiting.values()) resolve(answerOfNoStore(name) as never);
    waiting.clear();
  });

  const watch = (question: Question, listener: Watch['listener'], ahead: boolean): (() => void) => {
    const key = nextKey++;
    const text = questionText(question);
    const own: Watch = { listener, last: null };
    watches.set(key, own);
    ofQuestion.set(text, [...(ofQuestion.get(text) ?? []), own]);
    worker.postMessage({ type: 'watch', key, question, ahead });
    return () => {
      watches.delete(key);
      const others = (ofQuestion.get(text) ?? []).filter((each) => each !== own);
      if (others.length > 0) ofQuestion.set(text, others);
      else ofQuestion.delete(text);
      worker.postMessage({ type: 'unwatch', key });
    };
  };

  const ask = <R extends RequestName>(name: R, argument: StoreRequests[R]['argument']) => {
    if (failed) return Promise.resolve(answerOfNoStore(name));
    if (changing.has(name)) kept = null;
    const key = nextKey++;
    return new Promise<StoreRequests[R]['answer']>((resolve) => {
      waiting.set(key, { name, resolve });
      worker.postMessage({ type: 'request', key, call: { name, argument } as RequestCall });
    });
  };
  const refused = new RefusedDrafts((draft) => ask('saveDraft', draft));

  const carryOut = (...[name, argument]: AnyRequest): Promise<unknown> => {
    switch (name) {
      case 'saveDraft':
        return refused.save(argument);
      case 'draft': {
        const draft = failed ? undefined : refused.find(argument.key);
        return draft === undefined ? ask(name, argument) : Promise.resolve(draft);
      }
      case 'sendDraft':
        return ask(name, argument).then((result) => {
          if (result.ok) refused.forget(argument.key);
          return result;
        });
      case 'mutate':
        return ask(name, argument).then((result) => {
          if (result.ok && argument.endsDraft !== undefined) refused.forget(argument.endsDraft);
          return result;
        });
      case 'open':
      case 'wipe':
        // Another agent's data, perhaps.
        for (const each of watches.values()) each.last = null;
        refused.clear();
        return ask(name, argument);
      case 'renew':
      case 'draftsUnder':
      case 'dismissRefused':
      case 'presence':
      case 'searchServer':
      case 'addFile':
      case 'dropFile':
      case 'readFile':
      case 'syncNow':
        return ask(name, argument);
    }
  };
  const request = ((...call: AnyRequest) => {
    const [name, argument] = call;
    const answer = ready === undefined || name === 'open' ? carryOut(...call) : ready.then(() => carryOut(...call));
    if (name === 'saveDraft') early.follow(argument, answer);
    if (name === 'open') early.database = databaseName(argument.serverUrl, argument.info.agent.id);
    return answer;
  }) as Store['request'];

  return {
    request,
    watch<Q extends QueryName>(
      name: Q,
      argument: StoreQueries[Q]['argument'],
      listener: (answer: StoreQueries[Q]['answer']) => void,
    ) {
      return watch({ name, argument } as Question, listener, false);
    },
    watchAhead<Q extends QueryName>(name: Q, argument: StoreQueries[Q]['argument']) {
      return watch({ name, argument } as Question, () => undefined, true);
    },
    known<Q extends QueryName>(name: Q, argument: StoreQueries[Q]['argument']) {
      const watched = ofQuestion
        .get(questionText({ name, argument } as Question))
        ?.find(({ last }) => last !== null)?.last;
      if (watched != null) return watched.answer as StoreQueries[Q]['answer'];
      const last = kept?.answers[name];
      if (last?.argument !== JSON.stringify(argument)) return undefined;
      return JSON.parse(last.answer) as StoreQueries[Q]['answer'];
    },
    watchDrafts: (listener) => {
      draftListeners.add(listener);
      return () => draftListeners.delete(listener);
    },
    drawn: () => worker.postMessage({ type: 'drawn' }),
    keepAside: (draft) => early.keep(draft),
    keptDraft: (key) => (kept === null ? undefined : (kept.drafts[key] ?? null)),
    unsavedDraft: (key) => early.text(key),
  };
}

function questionText({ name, argument }: Question): string {
  return JSON.stringify([name, argument]);
}

function answerOfNoStore<R extends RequestName>(name: R): StoreRequests[R]['answer'] {
  const answers: { [N in RequestName]: StoreRequests[N]['answer'] } = {
    open: failure('STORE_UNAVAILABLE'),
    renew: failure('STORE_UNAVAILABLE'),
    mutate: failure('STORE_UNAVAILABLE'),
    saveDraft: failure('STORE_UNAVAILABLE'),
    sendDraft: failure('STORE_UNAVAILABLE'),
    draft: null,
    draftsUnder: [],
    dismissRefused: failure('STORE_UNAVAILABLE'),
    presence: null,
    searchServer: failure('STORE_UNAVAILABLE'),
    addFile: failure('STORE_UNAVAILABLE'),
    dropFile: failure('STORE_UNAVAILABLE'),
    readFile: failure('STORE_UNAVAILABLE'),
    syncNow: null,
    wipe: failure('STORE_UNAVAILABLE'),
  };
  return answers[name];
}
