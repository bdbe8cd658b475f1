/** What the exchange itself says of calls and registrations, kept over its restarts. */
import type { AmiMessage } from '../lab/ami.ts';
import type { Asterisk } from '../lab/asterisk.ts';
import type { ExchangeRecord } from './oracle.ts';

export class ExchangeWatch {
  readonly #asterisk: Asterisk;
  readonly #now: () => number;
  readonly #ended = new Map<string, number>();
  readonly #identities = new Set<string>();

  /** @param now dates the events */
  constructor(asterisk: Asterisk, now: () => number) {
    this.#asterisk = asterisk;
    this.#now = now;
  }

  /** Listens; again after each start of the exchange. */
  listen(): void {
    const { manager } = this.#asterisk;
    manager.on('Hangup', (event) => this.#hungUp(event));
    manager.on('ContactStatus', ({ AOR, URI, ContactStatus }) => {
      if (AOR === '201' && URI !== undefined && ContactStatus !== 'Removed') this.#identities.add(identityOf(URI));
    });
  }

  async record(): Promise<ExchangeRecord> {
    return { ended: this.#ended, bindings: await this.#asterisk.contacts('201'), identities: this.#identities };
  }

  /** The customers come over the trunk; the agent's own leg may be made anew. */
  #hungUp({ Channel, CallerIDNum }: AmiMessage): void {
    if (Channel?.startsWith('PJSIP/trunk-') !== true || CallerIDNum === undefined) return;
    // The last one counts: a call that was not put through was made again.
    this.#ended.set(CallerIDNum, this.#now());
  }
}

/** The exchange puts the connection's address into the contact and keeps the phone's own as `x-ast-orig-host`. */
function identityOf(uri: string): string {
  const user = /^sip:([^@]+)@/.exec(uri)?.[1] ?? uri;
  return `${user}@${/x-ast-orig-host=([^;:>]+)/.exec(uri)?.[1] ?? ''}`;
}
