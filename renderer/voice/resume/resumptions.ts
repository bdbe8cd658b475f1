import type { Id } from '../../../domain/ids.ts';
import type { CallEvent, EndCause } from '../call/call-state.ts';
import type { Dialog } from './ledger.ts';

/** Asks the PBX for a call whose dialog died with the phone. */
export type ResumeEffect = {
  readonly type: 'resume';
  readonly id: Id;
  readonly dialog: Dialog;
  readonly targets: readonly string[];
  /** It was on hold or muted: nothing of the desk may be heard in it. */
  readonly silent: boolean;
  /** It only rang: nothing is asked of the PBX before the agent answers. */
  readonly whenAnswered: boolean;
  /** It was being ended: it is had again for that alone. */
  readonly unwanted: boolean;
};

/** How an INVITE differs from one that calls somebody. */
export type InviteManner = {
  /** Nothing of the desk may be heard before a hold is confirmed, or the call is not to be held. */
  readonly silent: boolean;
  /** Opus is not offered. */
  readonly plain: boolean;
};

export type ResumptionsOptions = {
  /** The line is registered. */
  readonly isUp: () => boolean;
  /** Resolves when an INVITE can be made. */
  readonly ready: () => Promise<void>;
  /** Sends an INVITE for this call; its events come back through `take`. */
  readonly invite: (id: Id, target: string, headers: string[], manner: InviteManner) => void;
  readonly end: (id: Id) => void;
  /** A call of this phone rings: what the PBX says of the line may be said of that one. */
  readonly isRinging: () => boolean;
  readonly emit: (event: CallEvent) => void;
  /** One that only rang may be ringing still, or is not to be found out about any more. */
  readonly onWaiting: () => void;
  /** One that nobody wants any more has been had, or cannot be. */
  readonly onUnwanted: () => void;
};

type Resumption = {
  readonly effect: ResumeEffect;
  ready: boolean;
  /** Of the targets, the one that is tried. */
  place: number;
  /**
   * Opus is left out where the dead dialog had it, and offered where it had not. Asterisk 22.10 puts the new channel into the place of the
   * dead one and keeps the transcoder of the other side, which in two cases of three takes sound in and gives none out. Another codec
   * than before makes it build a new one.
   */
  plain: boolean;
  /** An INVITE is under way. */
  asked: boolean;
  /** Nobody has answered yet: not to be asked for. */
  waits: boolean;
  /** The agent has hung up meanwhile: it is had again only to be ended. */
  unwanted: boolean;
  patience: ReturnType<typeof setTimeout>;
};

/** How long a call is tried for while the PBX cannot be reached, in ms: nobody listens to silence for longer. */
const patienceMs = 60_000;
/** How long one that only rang is shown while the PBX does not say whether it still rings, in ms. */
const ringPatienceMs = 30_000;
/** The same once the PBX says that nothing rings, in ms: queues pause for some seconds before they offer a caller again. */
const offeredAgainMs = 6_000;
/** Before an INVITE that got lost is tried again over the same line, in ms. */
const againMs = 500;

/**
 * Has the calls again that the phone before had: INVITE with Replaces (RFC 3891) as soon as the line is registered, and again when
 * that got lost on the way. What the PBX refuses is over.
 */
export class Resumptions {
  readonly #options: ResumptionsOptions;
  readonly #running = new Map<Id, Resumption>();

  constructor(options: ResumptionsOptions) {
    this.#options = options;
  }

  has(id: Id): boolean {
    return this.#running.has(id);
  }

  /** Had again only to be ended. */
  isUnwanted(id: Id): boolean {
    return this.#running.get(id)?.unwanted === true;
  }

  begin(effect: ResumeEffect): void {
    const waits = effect.whenAnswered;
    const patience = setTimeout(() => this.#over(effect.id, 'lost'), waits ? ringPatienceMs : patienceMs);
    const plain = effect.dialog.opus;
    const { unwanted } = effect;
    const resumption = { effect, ready: false, place: 0, plain, asked: false, waits, unwanted, patience };
    this.#running.set(effect.id, resumption);
    if (waits) this.#options.onWaiting();
    // To end a call takes no microphone.
    void (unwanted ? Promise.resolve() : this.#options.ready()).then(() => {
      resumption.ready = true;
      this.#ask(effect.id);
    });
  }

  /** Those that rang when the phone died, and that nobody has answered yet. */
  get waiting(): readonly Id[] {
    return [...this.#running.values()].flatMap(({ effect, waits }) => (waits ? [effect.id] : []));
  }

  /** One that was answered is being had again. */
  get isTalking(): boolean {
    return this.#running.size > this.waiting.length;
  }

  /** The PBX says whether our line rings. */
  lineRings(rings: boolean): void {
    if (rings && this.#options.isRinging()) return;
    for (const resumption of this.#running.values()) {
      const { id } = resumption.effect;
      if (!resumption.waits) continue;
      clearTimeout(resumption.patience);
      if (!rings) resumption.patience = setTimeout(() => this.#over(id, 'gone'), offeredAgainMs);
      this.#options.emit({ type: 'lineRings', id, rings, at: new Date().toISOString() });
    }
  }

  /** The line has another call, and no more is heard of those that rang before it: none of them is shown for ever. */
  doubt(): void {
    for (const resumption of this.#running.values()) {
      if (!resumption.waits) continue;
      clearTimeout(resumption.patience);
      resumption.patience = setTimeout(() => this.#over(resumption.effect.id, 'lost'), ringPatienceMs);
    }
  }

  /** The agent answers one that rang. @returns false: it is not one of these */
  answer(id: Id): boolean {
    const resumption = this.#running.get(id);
    if (resumption?.waits !== true) return false;
    resumption.waits = false;
    clearTimeout(resumption.patience);
    resumption.patience = setTimeout(() => this.#over(id, 'lost'), patienceMs);
    this.#options.onWaiting();
    this.#ask(id);
    return true;
  }

  /** The PBX offers it anew, or the agent does not want it: there is nothing to be had again. */
  forget(id: Id): void {
    if (this.#running.get(id)?.waits === true) this.#forget(id);
  }

  /** The line is registered, for the first time or again. */
  lineUp(): void {
    for (const id of this.#running.keys()) this.#ask(id);
  }

  /** The agent does not want it any more. @returns false: it is not one of these */
  hangUp(id: Id): boolean {
    const resumption = this.#running.get(id);
    if (resumption === undefined) return false;
    resumption.unwanted = true;
    return true;
  }

  /** @returns true: the event says how far the resumption has come, and not how the call is */
  take(event: CallEvent): boolean {
    if (!('id' in event)) return false;
    const resumption = this.#running.get(event.id);
    if (resumption === undefined) return false;
    if (event.type === 'accepted') {
      this.#forget(event.id);
      if (resumption.unwanted) {
        this.#options.end(event.id);
        this.#options.onUnwanted();
      } else {
        this.#options.emit({ type: 'resumed', id: event.id, at: event.at });
      }
      return true;
    }
    if (event.type === 'ended' && resumption.asked) this.#refused(resumption, event.cause);
    return event.type === 'ended' || event.type === 'progress';
  }

  #ask(id: Id): void {
    const resumption = this.#running.get(id);
    if (resumption?.ready !== true || resumption.asked || resumption.waits || !this.#options.isUp()) return;
    const { dialog, targets, silent } = resumption.effect;
    const target = targets[resumption.place];
    if (target === undefined) return;
    resumption.asked = true;
    // The receiver looks for its own tag in `to-tag`. Required: a PBX that does not know Replaces must refuse, and not call somebody.
    const headers = [
      `Replaces: ${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`,
      'Require: replaces',
    ];
    try {
      this.#options.invite(id, target, headers, { silent, plain: resumption.plain });
    } catch {
      this.#refused(resumption, 'media-failed');
    }
  }

  #refused(resumption: Resumption, cause: EndCause): void {
    const { id } = resumption.effect;
    resumption.asked = false;
    switch (cause) {
      case 'connection-lost':
        // Over this line if it still stands, else when the next one does.
        setTimeout(() => this.#ask(id), againMs);
        return;
      case 'number-unknown':
        resumption.place += 1;
        if (resumption.place < resumption.effect.targets.length) this.#ask(id);
        else this.#over(id, 'lost');
        return;
      case 'media-failed':
        // A PBX that has Opus only.
        if (!resumption.plain) {
          this.#over(id, 'lost');
          return;
        }
        resumption.plain = false;
        this.#ask(id);
        return;
      // 603: that dialog has ended (RFC 3891 §3).
      case 'gone':
      case 'rejected':
        this.#over(id, 'gone');
        return;
      case 'hung-up':
      case 'cancelled':
      case 'answered-elsewhere':
      case 'busy':
      case 'no-answer':
      case 'refused':
      case 'lost':
        this.#over(id, 'lost');
    }
  }

  #over(id: Id, cause: EndCause): void {
    const resumption = this.#running.get(id);
    if (resumption === undefined) return;
    this.#forget(id);
    this.#options.emit({ type: 'ended', id, at: new Date().toISOString(), cause });
    if (resumption.asked) this.#options.end(id);
    if (resumption.unwanted) this.#options.onUnwanted();
  }

  #forget(id: Id): void {
    const resumption = this.#running.get(id);
    clearTimeout(resumption?.patience);
    this.#running.delete(id);
    if (resumption?.waits === true) this.#options.onWaiting();
  }
}
