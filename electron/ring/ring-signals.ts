import type { PhoneStatus, Presence, RingingCaller } from '../../renderer/bridges/phone-status.ts';
import type { NativeWords } from '../windows/native-words.ts';

/** What answers for a call outside of the desk: a button of the notification, a line of the tray's menu. */
export type CallAction = 'answer' | 'reject';

export type ShownNotification = { readonly close: () => void };

export type NotificationWish = {
  readonly title: string;
  readonly body: string;
  /** Labels, in the order of `onAction`'s index. */
  readonly actions: readonly string[];
  readonly onAction: (index: number) => void;
  readonly onClick: () => void;
};

export type RingSignalsOptions = {
  /** The desk has the focus: it needs no notification to be seen. */
  readonly isInFront: () => boolean;
  /** Draws the eye to the window, without taking the focus; false ends it. */
  readonly attention: (on: boolean) => void;
  readonly toFront: () => void;
  /** Null where the system shows none. */
  readonly notify: (wish: NotificationWish) => ShownNotification | null;
  /** How many callers wait at this phone. */
  readonly badge: (count: number) => void;
  readonly tray: (presence: Presence, ringing: RingingCaller | undefined) => void;
  readonly act: (action: CallAction, callId: string) => void;
  readonly words: () => NativeWords;
};

/** How long the desk may take to say who it is, ms; then the phone's own words are shown. */
const wordsPatienceMs = 500;

const actions: readonly CallAction[] = ['answer', 'reject'];

/**
 * What is to be seen of a ringing call outside of the desk. It follows from the phone's own status, so that it is there, and
 * ends, whatever has become of the desk.
 */
export class RingSignals {
  readonly #options: RingSignalsOptions;
  #status: PhoneStatus = { presence: 'none', ringing: [] };
  readonly #known = new Map<string, RingingCaller>();
  readonly #shown = new Map<string, ShownNotification | null>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: RingSignalsOptions) {
    this.#options = options;
  }

  /** The phone says what it does. */
  use(status: PhoneStatus): void {
    const before = this.#status;
    this.#status = status;
    const ids = new Set(status.ringing.map(({ callId }) => callId));
    const fresh = status.ringing.filter(({ callId }) => !before.ringing.some((other) => other.callId === callId));
    for (const { callId } of before.ringing) if (!ids.has(callId)) this.#end(callId);
    for (const caller of fresh) this.#begin(caller);
    if (fresh.length > 0) this.#options.attention(true);
    else if (before.ringing.length > 0 && ids.size === 0) this.#options.attention(false);
    if (before.ringing.length !== ids.size) this.#options.badge(ids.size);
    this.#drawTray();
  }

  /** The desk knows who it is. */
  name(caller: RingingCaller): void {
    if (!this.#status.ringing.some(({ callId }) => callId === caller.callId)) return;
    this.#known.set(caller.callId, caller);
    if (this.#waiting.has(caller.callId)) this.#show(caller);
    this.#drawTray();
  }

  #begin(caller: RingingCaller): void {
    const timer = setTimeout(() => this.#show(caller), wordsPatienceMs);
    this.#waiting.set(caller.callId, timer);
  }

  #show(caller: RingingCaller): void {
    const { callId } = caller;
    clearTimeout(this.#waiting.get(callId));
    this.#waiting.delete(callId);
    if (this.#options.isInFront()) return;
    const words = this.#options.words();
    const { toFront, act } = this.#options;
    const notification = this.#options.notify({
      title: caller.title === '' ? words.withheld : caller.title,
      body: caller.detail === '' ? words.incoming : `${words.incoming}, ${caller.detail}`,
      actions: [words.answer, words.reject],
      onClick: toFront,
      onAction: (index) => {
        const action = actions[index];
        if (action === undefined) return;
        act(action, callId);
        if (action === 'answer') toFront();
      },
    });
    this.#shown.set(callId, notification);
  }

  #end(callId: string): void {
    clearTimeout(this.#waiting.get(callId));
    this.#waiting.delete(callId);
    this.#known.delete(callId);
    this.#shown.get(callId)?.close();
    this.#shown.delete(callId);
  }

  #drawTray(): void {
    const [first] = this.#status.ringing;
    this.#options.tray(
      this.#status.presence,
      first === undefined ? undefined : (this.#known.get(first.callId) ?? first),
    );
  }
}
