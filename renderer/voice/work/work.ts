import type { TeamWork } from '../../../domain/agent/work.ts';
import { CodedError, type ErrorCode } from '../../../domain/errors.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import type { PhoneCommand } from '../contract/messages.ts';
import type { AccountState, PhoneCall } from '../contract/state.ts';
import type { WorkState } from '../contract/work-state.ts';
import { filledCode, type LineServices } from './line-services.ts';
import { Memberships } from './memberships.ts';
import { readWork, writeWork } from './kept-work.ts';
import {
  isConfirmed,
  nextDue,
  reasonOf,
  reduceWork,
  untilOf,
  type PauseFor,
  type Work,
  type WorkEffect,
  type WorkEvent,
} from './work-reducer.ts';

export type AgentWorkOptions = {
  readonly services: LineServices;
  readonly rules: TeamWork;
  readonly agentId: Id;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** What is dialled to try the line: nothing is to be done after such a call. */
  readonly echoNumber: string | null;
  readonly onChange: (state: WorkState) => void;
  /** Something was put into the storage that the phone which comes after a death needs. */
  readonly onKept: () => void;
};

/** Commands about the agent's own availability. */
export type WorkCommand = Extract<
  PhoneCommand,
  {
    type: 'pause' | 'resume' | 'doNotDisturb' | 'pauseAfterCall' | 'extendWrapUp' | 'endWrapUp' | 'signQueue';
  }
>;

type Unstamped = WorkEvent extends infer E ? (E extends WorkEvent ? Omit<E, 'at'> : never) : never;

/** How long the PBX may take to tell what a code has changed, in ms, after the code itself is over. */
const confirmationMs = 4_000;

/** Runs the rules of availability on a line: dials the codes, follows the hints, keeps the times. */
export class AgentWork {
  readonly #options: AgentWorkOptions;
  readonly #memberships: Memberships;
  readonly #key: string;
  #rules: TeamWork;
  #work: Work;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = '';
  #kept: string | null;
  #stopped = false;
  /** Called with each change, until they say that they have what they waited for. */
  readonly #waiting = new Set<() => void>();
  #dialling: Promise<ErrorCode | null> = Promise.resolve(null);

  constructor(options: AgentWorkOptions) {
    this.#options = options;
    this.#rules = options.rules;
    this.#key = `work ${options.agentId}`;
    this.#kept = options.storage.getItem(this.#key);
    this.#work = readWork(this.#kept, now());
    this.#memberships = new Memberships(options.services, () => this.#queuesChanged());
    this.#queuesChanged();
  }

  get state(): WorkState {
    const work = this.#work;
    const { codes, queues } = this.#options.services;
    return {
      state: work.state,
      since: work.since,
      reason: reasonOf(work),
      until: untilOf(work),
      confirmed: isConfirmed(work),
      wrapUp: work.wrapUp,
      lastWrapUp: work.lastWrapUp,
      afterCall: work.afterCall,
      queues: this.#memberships.list,
      canPause: queues.length === 0 || codes.pause !== null,
      canSign: codes.signIn !== null && codes.signOut !== null,
    };
  }

  /** Calls are refused with busy. */
  get isQuiet(): boolean {
    return this.#work.quiet !== null;
  }

  /** The team's rules have changed: they hold from now on. */
  useRules(rules: TeamWork): void {
    this.#rules = rules;
  }

  accountChanged(account: AccountState): void {
    this.#dispatch({ type: 'account', registered: account.state === 'registered' });
  }

  callsChanged(before: readonly PhoneCall[], calls: readonly PhoneCall[]): void {
    const live = calls.filter(({ phase }) => phase !== 'ended');
    const ended = calls.findLast(
      (call) => call.phase === 'ended' && this.#isWrappedUp(call) && before.some(isStillLive(call.id)),
    );
    this.#dispatch({
      type: 'calls',
      ringing: live.some(({ phase }) => phase === 'ringing'),
      talking: live.some(({ phase }) => phase !== 'ringing'),
      ended: ended?.id ?? null,
    });
  }

  /** Resolves when the PBX has confirmed it, or to what is to be said. */
  async run(command: WorkCommand): Promise<ErrorCode | null> {
    const before = this.#dialling;
    const error = await this.#perform(command);
    return this.#dialling === before ? error : await this.#dialling;
  }

  async #perform(command: WorkCommand): Promise<ErrorCode | null> {
    switch (command.type) {
      case 'pause': {
        if (!this.state.canPause) throw new CodedError('PHONE_NO_SUCH_CODE');
        const until = command.minutes === null ? null : new Date(Date.now() + command.minutes * 60_000).toISOString();
        this.#dispatch({ type: 'pauseAsked', reason: command.reason, until });
        return null;
      }
      case 'resume':
        this.#dispatch({ type: 'resumeAsked' });
        return null;
      case 'doNotDisturb':
        this.#dispatch({ type: 'quietAsked', until: command.until });
        return null;
      case 'pauseAfterCall':
        if (!this.state.canPause) throw new CodedError('PHONE_NO_SUCH_CODE');
        this.#dispatch({ type: 'afterCallAsked', on: command.on, reason: command.reason });
        return null;
      case 'extendWrapUp':
        this.#dispatch({ type: 'wrapUpExtended' });
        return null;
      case 'endWrapUp':
        this.#dispatch({ type: 'wrapUpEnded' });
        return null;
      case 'signQueue':
        return await this.#sign(command.queue, command.on);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#memberships.stop();
  }

  #queuesChanged(): void {
    this.#dispatch({ type: 'queues', signedIn: this.#memberships.signedIn, paused: this.#memberships.paused });
  }

  #dispatch(event: Unstamped): void {
    if (this.#stopped) return;
    const [next, effects] = reduceWork(
      this.#work,
      { ...event, at: now() },
      {
        wrapUpSeconds: this.#rules.wrapUp.seconds,
        extensionSeconds: this.#rules.wrapUp.extension,
        canPause: this.#options.services.codes.pause !== null,
      },
    );
    this.#work = next;
    this.#keep();
    for (const effect of effects) this.#dialling = this.#dialFor(effect);
    this.#keepTime();
    for (const look of [...this.#waiting]) look();
    this.#tell();
  }

  #keep(): void {
    const text = writeWork(this.#work);
    if (text === this.#kept) return;
    this.#kept = text;
    this.#options.storage.setItem(this.#key, text);
    this.#options.onKept();
  }

  #tell(): void {
    const { state } = this;
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onChange(state);
  }

  #keepTime(): void {
    clearTimeout(this.#timer);
    const due = nextDue(this.#work);
    if (due === null) return;
    // A day at a time: a timer holds no more than 2^31 ms.
    const ms = Math.min(Math.max(0, Date.parse(due) - Date.now()), 86_400_000);
    this.#timer = setTimeout(() => this.#dispatch({ type: 'due' }), ms);
  }

  async #dialFor(effect: WorkEffect): Promise<ErrorCode | null> {
    const { codes, user } = this.#options.services;
    const pausing = effect.type === 'dialPause';
    const pattern = pausing ? codes.pause : codes.unpause;
    const code =
      pattern === null ? null : filledCode(pattern, { line: user, reason: pausing ? this.#digitsFor(effect.for) : '' });
    // The first word after a start would be taken for what the code has done, and the code be hung up on before it was heard.
    const watched = this.#memberships.paused !== 'unknown';
    const error = await this.#dial(code, watched ? () => this.#memberships.paused === (pausing ? 'yes' : 'no') : null);
    // Not confirmed is not refused: what is shown goes by the hints anyway.
    this.#dispatch({ type: 'codeDone', taken: error === null || error === 'PHONE_QUEUE_UNCONFIRMED' });
    return error;
  }

  #digitsFor(pauseFor: PauseFor): string {
    switch (pauseFor.kind) {
      case 'pause':
        return this.#rules.pauseReasons.find(({ id }) => id === pauseFor.reason)?.code ?? '';
      case 'doNotDisturb':
        return this.#rules.doNotDisturbCode;
      case 'wrapUp':
        return this.#rules.wrapUp.code;
    }
  }

  async #sign(queue: string, on: boolean): Promise<ErrorCode | null> {
    const { codes, user, queues } = this.#options.services;
    const pattern = on ? codes.signIn : codes.signOut;
    if (pattern === null || !queues.some(({ id }) => id === queue)) throw new CodedError('PHONE_NO_SUCH_CODE');
    this.#memberships.setPending(queue, true);
    const wanted = on ? 'yes' : 'no';
    const isThere = (): boolean => this.#memberships.list.find(({ id }) => id === queue)?.signedIn === wanted;
    const error = await this.#dial(
      filledCode(pattern, { queue, line: user }),
      codes.signedInHint === null ? null : isThere,
    );
    this.#memberships.setPending(queue, false);
    return error;
  }

  /** @param isThere whether the PBX has said what the code was dialled for; null: it does not say */
  async #dial(code: string | null, isThere: (() => boolean) | null): Promise<ErrorCode | null> {
    if (code === null) return 'PHONE_NO_SUCH_CODE';
    // The effects of this event are taken up after it.
    await Promise.resolve();
    const call = this.#options.services.dialCode(code);
    // Where it is so already, as when only the reason of a pause changes, there is nothing to wait for.
    const confirmed = isThere === null || isThere() ? null : this.#until(isThere);
    // What is done needs no more of the call, whatever the PBX would still say in it.
    void confirmed?.reached.then(call.hangUp);
    const taken = await call.taken;
    if (confirmed === null) return taken ? null : 'PHONE_QUEUE_REFUSED';
    if (taken) confirmed.giveUpAfter(confirmationMs);
    else confirmed.giveUpAfter(0);
    if (await confirmed.result) return null;
    return taken ? 'PHONE_QUEUE_UNCONFIRMED' : 'PHONE_QUEUE_REFUSED';
  }

  #until(isThere: () => boolean): {
    readonly reached: Promise<void>;
    readonly result: Promise<boolean>;
    readonly giveUpAfter: (ms: number) => void;
  } {
    let reach: () => void = () => undefined;
    let settle: (there: boolean) => void = () => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const result = new Promise<boolean>((resolve) => (settle = resolve));
    const look = (): void => {
      if (!isThere()) return;
      this.#waiting.delete(look);
      reach();
      settle(true);
    };
    this.#waiting.add(look);
    const giveUpAfter = (ms: number): void => {
      setTimeout(() => {
        this.#waiting.delete(look);
        settle(false);
      }, ms);
    };
    look();
    return { reached, result, giveUpAfter };
  }

  /** A conversation with somebody: codes and the own voicemail are none. */
  #isWrappedUp({ answeredAt, number, direction }: PhoneCall): boolean {
    if (answeredAt === null) return false;
    if (direction === 'incoming') return true;
    return number !== this.#options.echoNumber && !(number ?? '').startsWith('*');
  }
}

function isStillLive(id: Id): (call: PhoneCall) => boolean {
  return (call) => call.id === id && call.phase !== 'ended';
}

function now(): Instant {
  return new Date().toISOString();
}
