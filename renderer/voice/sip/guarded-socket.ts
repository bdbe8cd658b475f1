import { WebSocketInterface, type Socket } from 'jssip';
import { answerWithoutState, isNewInvite, readableMessage } from './incoming-text.ts';
import { InviteGate } from './invite-gate.ts';

/**
 * SIP over a WebSocket (RFC 7118) that keeps from JsSIP what would harm it: a message that it cannot digest is answered or dropped,
 * and the line goes on. Also tells whether the connection had come up before it ended.
 */
export class GuardedSocket implements Socket {
  readonly #inner: Socket;
  readonly #gate = new InviteGate();
  readonly #onProblem: (error: unknown) => void;
  readonly #justWoke: () => boolean;

  // Set by JsSIP.
  onconnect: () => void = () => undefined;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined;
  ondata: (data: unknown) => void = () => undefined;

  /**
   * @param onProblem is told of a message that JsSIP fell over
   * @param justWoke whether the machine has slept until now; a message that lay here meanwhile is dropped
   */
  constructor(url: string, onProblem: (error: unknown) => void, justWoke: () => boolean = () => false) {
    this.#inner = new WebSocketInterface(url);
    this.#onProblem = onProblem;
    this.#justWoke = justWoke;
    this.#inner.onconnect = () => this.onconnect();
    this.#inner.ondisconnect = (error, code, reason) => this.ondisconnect(error, code, reason);
    this.#inner.ondata = (data: unknown) => this.#take(data);
  }

  get via_transport(): string {
    return this.#inner.via_transport;
  }

  set via_transport(value: string) {
    this.#inner.via_transport = value;
  }

  get url(): string {
    return this.#inner.url;
  }

  get sip_uri(): string {
    return this.#inner.sip_uri;
  }

  connect(): void {
    this.#inner.connect();
  }

  disconnect(): void {
    this.#inner.disconnect();
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    return this.#inner.send(message);
  }

  isConnected(): boolean {
    return this.#inner.isConnected();
  }

  isConnecting(): boolean {
    return this.#inner.isConnecting();
  }

  #take(data: unknown): void {
    if (this.#justWoke()) return;
    const text = typeof data === 'string' ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : '';
    const message = readableMessage(text);
    if (message === undefined || message === '') return;
    try {
      if (!isNewInvite(message) || this.#gate.admits(performance.now())) this.ondata(message);
      else this.#refuse(message);
    } catch (error) {
      this.#onProblem(error);
    }
  }

  #refuse(invite: string): void {
    const answer = answerWithoutState(invite, '486 Busy Here');
    if (answer !== undefined) this.#inner.send(answer);
  }
}
