import type { Call } from '../../../domain/call/call.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs } from '../../../domain/mutation/registry.ts';
import type { Store } from '../../store/contract.ts';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { mutate } from '../data/mutate.ts';
import { ask } from '../data/use-store-query.ts';
import type { PhoneClient } from '../phone/phone-client.ts';
import { alreadyKept, closedRecord, recordOf } from './call-record.ts';

export type CallLogOptions = {
  readonly phone: Pick<PhoneClient, 'view' | 'subscribe' | 'command'>;
  readonly store: Store;
  readonly teamId: Id;
  readonly country: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits before the next try of a write that failed, ms. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly report: (code: ErrorCode, detail: string) => void;
};

export type CallLog = {
  /** Begins to follow the phone. Returns how to stop. */
  start(): () => void;
  /** Resolves once the call's row is on disk, so that a ticket can be linked to it, or the phone has said that it has no such call. */
  logged(callId: Id): Promise<void>;
};

type Progress = { kept: string; queue: Promise<void>; first: Promise<void>; linked: boolean; acknowledged: boolean };

const longestWait = 10_000;

/**
 * Writes every call of the phone into the store: when it starts, is answered and ends, and how it sounded; links the caller who is recognised
 * beyond doubt; then tells the phone that it may forget the call. A desk that crashed finds the same calls in the phone's
 * snapshot, with the same ids, and goes on where the row stands.
 */
export function createCallLog(options: CallLogOptions): CallLog {
  const { phone, store, teamId, country } = options;
  const progress = new Map<Id, Progress>();
  let stopped = false;

  async function persistently<N extends 'call.log@1' | 'call.rate@1'>(
    name: N,
    args: MutationArgs<N> & { readonly id: Id },
  ): Promise<void> {
    for (let pause = 250; !stopped; pause = Math.min(pause * 2, longestWait)) {
      const result = await mutate(store, name, args);
      if (result.ok) return;
      options.report(result.code, `${name} ${args.id}`);
      // The rules will say the same the next time: the call stays on record in the logs only.
      if (result.code.startsWith('MUTATION_')) return;
      await options.wait(pause);
    }
  }

  async function keep(call: PhoneCall, mine: Progress): Promise<void> {
    const record = recordOf(call, teamId, country);
    // What was there before this desk is asked once; after that every moment counts, since the program may die.
    const row = mine.linked ? null : await ask(store, 'call', { id: call.id });
    if (row === null || !alreadyKept(row, record)) await persistently('call.log@1', record);
    if (!mine.linked) {
      mine.linked = true;
      const { recognition } = await ask(store, 'caller', { number: call.number, customerNumber: call.customerNumber });
      if (recognition.kind === 'known' && (row?.contactId ?? null) === null) {
        await mutate(store, 'call.link@1', { id: call.id, contactId: recognition.contact.id });
      }
    }
    if (call.phase === 'ended') {
      const measured = phone.view().snapshot?.quality.find(({ callId }) => callId === call.id)?.summary ?? null;
      if (measured !== null && row?.quality == null)
        await persistently('call.rate@1', { id: call.id, quality: measured });
    }
    if (call.phase === 'ended' && !stopped && !mine.acknowledged) {
      mine.acknowledged = true;
      await phone.command({ type: 'acknowledgeEnded', callId: call.id });
    }
  }

  function follow(call: PhoneCall): void {
    const state = JSON.stringify([
      call.answeredAt,
      call.endedAt,
      call.outcome,
      call.number,
      call.displayName,
      call.queue,
    ]);
    const mine = progress.get(call.id);
    if (mine?.kept === state) return;
    const next: Progress = mine ?? {
      kept: state,
      queue: Promise.resolve(),
      first: Promise.resolve(),
      linked: false,
      acknowledged: false,
    };
    next.kept = state;
    next.queue = next.queue
      .then(() => keep(call, next))
      .catch((error: unknown) => options.report('STORE_UNAVAILABLE', String(error)));
    if (mine === undefined) {
      next.first = next.queue;
      progress.set(call.id, next);
    }
  }

  function look(): void {
    const calls = phone.view().snapshot?.calls ?? [];
    for (const call of calls) follow(call);
    for (const [id, mine] of progress) {
      if (mine.acknowledged && !calls.some((call) => call.id === id)) progress.delete(id);
    }
  }

  /** Resolves once the phone has said which calls it has. */
  function spoken(): Promise<void> {
    if (phone.view().snapshot !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = phone.subscribe(() => {
        if (phone.view().snapshot === null) return;
        stop();
        look();
        resolve();
      });
    });
  }

  /** Ends the record of calls from before this start that neither the phone, now that it has spoken, nor another desk of the agent has. */
  async function closeForgotten(rows: readonly Call[], before: number, closed: Set<Id>): Promise<void> {
    for (const { id, endedAt, startedAt } of rows) {
      const { link, snapshot } = phone.view();
      if (stopped || link !== 'connected' || snapshot === null || snapshot.heldElsewhere === null) return;
      if (endedAt !== null || Date.parse(startedAt) >= before || closed.has(id)) continue;
      if (snapshot.calls.some((call) => call.id === id) || snapshot.heldElsewhere.includes(id)) continue;
      closed.add(id);
      // The list may have been painted from before the last writes; the row itself is asked.
      const row = await ask(store, 'call', { id });
      if (row?.endedAt === null) await persistently('call.log@1', closedRecord(row, options.now()));
    }
  }

  return {
    start: () => {
      stopped = false;
      const before = options.now();
      const closed = new Set<Id>();
      let recent: readonly Call[] = [];
      const close = (): void => {
        closeForgotten(recent, before, closed).catch((error: unknown) =>
          options.report('STORE_UNAVAILABLE', String(error)),
        );
      };
      const unwatch = store.watch('calls', { limit: 20 }, (rows) => {
        recent = rows;
        close();
      });
      const unsubscribe = phone.subscribe(() => {
        look();
        close();
      });
      look();
      return () => {
        stopped = true;
        unsubscribe();
        unwatch();
      };
    },
    logged: async (callId) => {
      await spoken();
      await progress.get(callId)?.first;
    },
  };
}
