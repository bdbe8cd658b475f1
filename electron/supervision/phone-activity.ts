import type { PhoneStatus } from '../../renderer/bridges/phone-status.ts';

/** What the phone said last of what it does; it stands while the phone is being started again. */
export class PhoneActivity {
  #status: PhoneStatus = { presence: 'none', ringing: [] };

  use(status: PhoneStatus): void {
    this.#status = status;
  }

  /** Somebody is being talked to, dialled or held. */
  get inCall(): boolean {
    return this.#status.presence === 'inCall';
  }

  /** The same, or somebody rings. */
  get hasCall(): boolean {
    return this.inCall || this.#status.ringing.length > 0;
  }
}
