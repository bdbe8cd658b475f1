/** A customer who wants to be heard: one whom the exchange could not put through, since the phone was away, calls again. */
import { CustomerCall } from '../lab/customer.ts';
import type { Asterisk } from '../lab/asterisk.ts';
import type { Journal } from './journal.ts';

export class Caller {
  readonly #asterisk: Asterisk;
  readonly #number: string;
  readonly #journal: Journal;
  #call: CustomerCall | undefined;

  constructor(asterisk: Asterisk, number: string, journal: Journal) {
    this.#asterisk = asterisk;
    this.#number = number;
    this.#journal = journal;
  }

  /** Whether a call of theirs is up or on its way. */
  get isCalling(): boolean {
    return this.#call !== undefined && this.#call.state !== 'ended' && this.#call.state !== 'refused';
  }

  get call(): CustomerCall {
    if (this.#call === undefined) throw new Error('The customer has not called yet.');
    return this.#call;
  }

  /** Calls, unless they do already. */
  async insist(): Promise<void> {
    if (this.isCalling) return;
    if (this.#call !== undefined) {
      const { state, refusal } = this.#call;
      this.#journal.say(
        `  not put through (${state}${refusal === undefined ? '' : ` ${refusal}`}); the customer calls again`,
      );
      await this.#call.stop();
    }
    this.#call = await CustomerCall.place({ sipPort: this.#asterisk.sipPort, to: '201', number: this.#number });
  }

  async stop(): Promise<void> {
    await this.#call?.stop();
  }
}
