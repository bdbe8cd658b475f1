/** A SIP server over WebSocket that answers every REGISTER as the test says: for answers that no real PBX can be talked into. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { waitFor } from '../../lab/wait.ts';

export type RegisterRequest = {
  readonly text: string;
  readonly contact: string;
  readonly authorization: string | undefined;
};
/** Status line after `SIP/2.0 `, and further headers. */
export type RegisterAnswer = { readonly status: string; readonly headers?: readonly string[] };

export class ScriptedRegistrar {
  readonly requests: RegisterRequest[] = [];
  /** What else the phone sent: its answers. */
  readonly others: string[] = [];
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer) {
    this.#server = server;
  }

  static async start(answer: (request: RegisterRequest) => RegisterAnswer): Promise<ScriptedRegistrar> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' });
    await once(server, 'listening');
    const registrar = new ScriptedRegistrar(server);
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const text = data.toString('utf8');
        if (!text.startsWith('REGISTER ')) {
          registrar.others.push(text);
          return;
        }
        const request = { text, contact: header(text, 'Contact') ?? '', authorization: header(text, 'Authorization') };
        registrar.requests.push(request);
        const { status, headers = [] } = answer(request);
        const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(text, name) ?? ''}`);
        socket.send([`SIP/2.0 ${status}`, ...copied, ...headers, 'Content-Length: 0', '', ''].join('\r\n'));
      });
    });
    return registrar;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sends a request to the phone that registered last, within a dialog for a `toTag`; `headers` without those that name the transaction. */
  send(method: string, headers: readonly string[] = [], body = '', toTag = ''): void {
    const contact = /<([^>]+)>/.exec(this.requests.at(-1)?.contact ?? '')?.[1] ?? '';
    const unique = `${method}${Date.now().toString(36)}`;
    const lines = [
      `${method} ${contact} SIP/2.0`,
      `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK${unique}`,
      `From: <sip:pbx@pbx.invalid>;tag=${unique}`,
      `To: <${contact}>${toTag === '' ? '' : `;tag=${toTag}`}`,
      `Call-ID: ${unique}`,
      `CSeq: 1 ${method}`,
      'Max-Forwards: 70',
      ...headers,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    for (const client of this.#server.clients) client.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  /** Calls the phone at this address, as someone who offers sound; gives the tag of its answer. */
  async invites(uri: string): Promise<{ readonly tag: string }> {
    this.#request('INVITE', uri, '', ['Contact: <sip:pbx@pbx.invalid>', 'Content-Type: application/sdp'], offer);
    const ringing = await waitFor('the phone to ring', () => this.others.find((text) => /^SIP\/2\.0 180 /.test(text)));
    return { tag: /^To:.*;tag=([^;\s]+)/im.exec(ringing)?.[1] ?? '' };
  }

  /** A request within the dialog of `invites`. */
  within(method: string, uri: string, tag: string): void {
    this.#request(method, uri, tag, [], '');
  }

  #request(method: string, uri: string, toTag: string, headers: readonly string[], body: string): void {
    const number = { INVITE: 1, BYE: 2 }[method] ?? 3;
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK${method}dialog`,
      'From: <sip:pbx@pbx.invalid>;tag=dialog',
      `To: <${uri}>${toTag === '' ? '' : `;tag=${toTag}`}`,
      'Call-ID: dialog',
      `CSeq: ${number} ${method}`,
      'Max-Forwards: 70',
      ...headers,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    for (const client of this.#server.clients) client.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((done) => this.#server.close(done));
  }
}

/** Of a browser: what a phone over WebRTC takes. */
const offer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'c=IN IP4 127.0.0.1',
  'a=rtpmap:0 PCMU/8000',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=rtcp-mux',
  'a=sendrecv',
  '',
].join('\r\n');

function header(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(text)?.[1]?.trim();
}
