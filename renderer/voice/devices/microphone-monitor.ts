import type { DevicesState } from '../contract/state.ts';
import { LevelMeter } from './level-meter.ts';
import { notWatched, observe, type Conversation } from './microphone-watch.ts';

export type MicrophoneMonitorOptions = {
  /** What the microphone picks up, whatever is muted. */
  readonly sound: () => MediaStream | undefined;
  /** For a meter on the screen: root mean square, 0 to 1. */
  readonly onLevel: (level: number) => void;
  readonly onWarning: () => void;
};

/** The first words of a conversation have the machine to themselves: opening the meter would delay them by tens of milliseconds. */
const settleMs = 1_000;

/** Listens to the microphone while it is in a conversation, or on the screen, and not else. */
export class MicrophoneMonitor {
  readonly #options: MicrophoneMonitorOptions;
  readonly #meter: LevelMeter;
  #conversation: Conversation = 'none';
  #isShown = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #watch = notWatched;

  constructor(options: MicrophoneMonitorOptions) {
    this.#options = options;
    this.#meter = new LevelMeter((level) => {
      if (this.#isShown) options.onLevel(level);
      this.#observe(level);
    });
  }

  get warning(): DevicesState['warning'] {
    return this.#watch.warning;
  }

  conversation(conversation: Conversation): void {
    if (conversation === this.#conversation) return;
    const begins = this.#conversation === 'none';
    this.#conversation = conversation;
    if (begins) this.#settle();
    else if (conversation === 'none') this.#settled();
    else this.#use();
    this.#observe(0);
  }

  /** A meter is on the screen. */
  show(on: boolean): void {
    this.#isShown = on;
    this.#use();
  }

  /** The microphone is another one, or gone. */
  soundChanged(): void {
    this.#use();
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settled(), settleMs);
  }

  #settled(): void {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    this.#use();
  }

  #use(): void {
    if (this.#settling !== undefined) return;
    const wanted = this.#isShown || this.#conversation !== 'none';
    this.#meter.use(wanted ? this.#options.sound() : undefined);
  }

  #observe(level: number): void {
    const before = this.#watch.warning;
    this.#watch = observe(this.#watch, this.#conversation, level, performance.now());
    if (this.#watch.warning !== before) this.#options.onWarning();
  }
}
