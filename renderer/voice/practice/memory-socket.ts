/** JsSIP's `Socket` without a network: what one side sends, the exchange receives. */
export class MemorySocket {
  readonly via_transport = 'WS';
  readonly url = 'memory:practice';
  readonly sip_uri = 'sip:practice.invalid;transport=ws';
  readonly #receive: (message: string, from: MemorySocket) => void;
  #connected = false;

  // Set by JsSIP.
  onconnect: () => void = () => undefined;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined;
  ondata: (data: string) => void = () => undefined;

  constructor(receive: (message: string, from: MemorySocket) => void) {
    this.#receive = receive;
  }

  connect(): void {
    if (this.#connected) return;
    this.#connected = true;
    queueMicrotask(() => {
      if (this.#connected) this.onconnect();
    });
  }

  disconnect(): void {
    this.#connected = false;
  }

  send(message: string): boolean {
    if (!this.#connected) return false;
    this.#receive(message, this);
    return true;
  }

  isConnected(): boolean {
    return this.#connected;
  }

  isConnecting(): boolean {
    return false;
  }

  deliver(message: string): void {
    if (this.#connected) this.ondata(message);
  }
}
