import type { ColleagueLine, Voicemail } from '../contract/work-state.ts';
import { activityIn, noDialogs, readDialogInfo, type Dialogs } from '../sip/dialog-info.ts';
import { readMessageSummary } from '../sip/message-summary.ts';
import type { LineServices } from '../work/line-services.ts';

export type ColleaguesEvents = {
  readonly onLines: (lines: ColleagueLine[]) => void;
  readonly onVoicemail: (voicemail: Voicemail | null) => void;
};

type Watching = { dialogs: Dialogs; state: ColleagueLine['state']; readonly stop: () => void };

/** Several lines change within one moment when the watching begins, in ms. */
const togetherMs = 20;

/** What the PBX tells of the others: the lines of those colleagues that the desk shows, and the mailbox of this line. */
export class Colleagues {
  readonly #services: LineServices;
  readonly #events: ColleaguesEvents;
  readonly #watching = new Map<string, Watching>();
  readonly #stopVoicemail: () => void;
  #voicemail: Voicemail | null = null;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(services: LineServices, events: ColleaguesEvents) {
    this.#services = services;
    this.#events = events;
    this.#stopVoicemail = services.watch({ user: services.user, event: 'message-summary' }, (body) => {
      const summary = body === null ? undefined : readMessageSummary(body);
      this.#voicemail = summary ?? null;
      events.onVoicemail(this.#voicemail);
    });
  }

  get lines(): ColleagueLine[] {
    return [...this.#watching].map(([number, { state }]) => ({ number, state }));
  }

  get voicemail(): Voicemail | null {
    return this.#voicemail;
  }

  /** These and no others. */
  watch(numbers: readonly string[]): void {
    const wanted = new Set(numbers);
    for (const [number, { stop }] of this.#watching) {
      if (wanted.has(number)) continue;
      stop();
      this.#watching.delete(number);
    }
    for (const number of wanted) if (!this.#watching.has(number)) this.#begin(number);
    this.#tellSoon();
  }

  stop(): void {
    clearTimeout(this.#telling);
    for (const { stop } of this.#watching.values()) stop();
    this.#watching.clear();
    this.#stopVoicemail();
  }

  #begin(number: string): void {
    const watching: Watching = {
      dialogs: noDialogs,
      state: 'unknown',
      stop: this.#services.watch({ user: number, event: 'dialog' }, (body) => {
        const dialogs = body === null ? undefined : readDialogInfo(body, watching.dialogs);
        watching.dialogs = dialogs ?? noDialogs;
        watching.state = dialogs === undefined ? 'unknown' : activityIn(dialogs);
        this.#tellSoon();
      }),
    };
    this.#watching.set(number, watching);
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#events.onLines(this.lines);
    }, togetherMs);
  }
}
