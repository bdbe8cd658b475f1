import { DeskToPhone, type PhoneToDesk } from './contract/messages.ts';
import type { Phone, PhoneChange } from './phone.ts';

/**
 * The phone's end of the port to the desk. Desks come and go; the newest port is the one. Changes are told only after its `hello`, which
 * is answered with everything.
 */
export class DeskPort {
  readonly #phone: Pick<Phone, 'snapshot' | 'run' | 'deskReplaced'>;
  #port: MessagePort | undefined;
  #greeted = false;

  constructor(phone: Pick<Phone, 'snapshot' | 'run' | 'deskReplaced'>) {
    this.#phone = phone;
  }

  connect(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    this.#greeted = false;
    this.#phone.deskReplaced();
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (port === this.#port) void this.#receive(data, port);
    };
    port.start();
  }

  tell(change: PhoneChange): void {
    if (!this.#greeted) return;
    this.#send(change === 'all' ? { type: 'snapshot', snapshot: this.#phone.snapshot } : { type: 'change', ...change });
  }

  tellLevel(level: number): void {
    if (this.#greeted) this.#send({ type: 'level', level });
  }

  async #receive(data: unknown, port: MessagePort): Promise<void> {
    const message = DeskToPhone.safeParse(data);
    if (!message.success) {
      const requestId = requestIdOf(data);
      if (requestId !== undefined) this.#send({ type: 'reply', requestId, error: 'PHONE_COMMAND_MALFORMED' });
      return;
    }
    if (message.data.type === 'hello') {
      this.#greeted = true;
      this.#send({ type: 'snapshot', snapshot: this.#phone.snapshot });
      return;
    }
    const { requestId, command } = message.data;
    const reply = await this.#phone.run(command);
    if (port === this.#port) this.#send({ type: 'reply', requestId, ...reply });
  }

  #send(message: PhoneToDesk): void {
    this.#port?.postMessage(message);
  }
}

/** So that even a malformed command gets its answer. */
function requestIdOf(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null || !('requestId' in data)) return undefined;
  const { requestId } = data;
  return typeof requestId === 'number' && Number.isInteger(requestId) && requestId >= 0 ? requestId : undefined;
}
