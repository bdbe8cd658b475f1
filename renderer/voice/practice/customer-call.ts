import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { converse, startConversation, type Say } from './conversation.ts';
import { CustomerVoice } from './customer-voice.ts';
import { hear, quiet } from '../audio/voice-activity.ts';

const tickMs = 100;

/** One call of the simulated customer: listens to the agent, talks, hangs up. */
export class CustomerCall {
  readonly #voice: CustomerVoice;
  readonly #sentences: number;
  /** A received track is decoded only while something plays it. */
  readonly #ear = new Audio();
  #session: RTCSession | undefined;
  #ticks: ReturnType<typeof setInterval> | undefined;
  #onOver: (() => void) | undefined;

  constructor(speech: readonly string[]) {
    this.#voice = new CustomerVoice(speech);
    this.#sentences = speech.length;
    this.#ear.muted = true;
  }

  get microphone(): MediaStream {
    return this.#voice.stream;
  }

  /** @param onOver whatever way the call ends */
  attach(session: RTCSession, onOver: () => void): void {
    this.#session = session;
    this.#onOver = onOver;
    // Both phones are in this page: the first address is as good as any.
    session.on('icecandidate', ({ ready }) => ready());
    session.on('confirmed', () => this.#begin());
    session.on('ended', () => this.#end());
    session.on('failed', () => this.#end());
  }

  hangUp(): void {
    if (this.#session !== undefined && !this.#session.isEnded()) this.#session.terminate();
    this.#end();
  }

  #begin(): void {
    const connection = this.#session?.connection;
    const receiver = connection?.getReceivers().find(({ track }) => track.kind === 'audio');
    if (receiver === undefined) return;
    this.#ear.srcObject = new MediaStream([receiver.track]);
    this.#ear.play().catch(() => undefined);
    let conversation = startConversation(this.#sentences, performance.now());
    let activity = quiet;
    this.#ticks = setInterval(() => {
      const at = performance.now();
      activity = hear(activity, receiver.getSynchronizationSources()[0]?.audioLevel ?? 0, at);
      // On hold the customer hears music or nothing, and waits as people do.
      if (this.#session?.isOnHold().remote === true) return;
      const [next, say] = converse(conversation, {
        at,
        agentSpeaks: activity.speaking,
        sentenceOver: this.#voice.over,
      });
      conversation = next;
      if (say !== null) this.#do(say);
    }, tickMs);
  }

  #do(say: Say): void {
    switch (say.type) {
      case 'say':
        // Without its recording the customer is dumb: better gone than a silent line.
        this.#voice.say(say.sentence).catch(() => this.hangUp());
        return;
      case 'pause':
        this.#voice.pause();
        return;
      case 'goOn':
        this.#voice.goOn();
        return;
      case 'hangUp':
        this.hangUp();
    }
  }

  #end(): void {
    clearInterval(this.#ticks);
    this.#ear.srcObject = null;
    this.#voice.close();
    const onOver = this.#onOver;
    this.#onOver = undefined;
    onOver?.();
  }
}
