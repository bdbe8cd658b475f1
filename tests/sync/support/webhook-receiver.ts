import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { webhookEvents, type WebhookEvent, type WebhookEventType } from '../../../server/webhooks/event.ts';

export type Received = {
  readonly id: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
};

/** Somebody else's program that is told of what happens. Answers 204, or what `answer` says. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly #server: Server;
  answer: (received: Received) => number | { readonly status: number; readonly location: string } = () => 204;

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const received = {
          id: String(request.headers['webhook-id']),
          body,
          headers: request.headers,
          path: request.url ?? '',
        };
        this.received.push(received);
        const answer = this.answer(received);
        if (typeof answer === 'number') response.writeHead(answer).end('thank you');
        else response.writeHead(answer.status, { location: answer.location }).end();
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** What came of these types, read as the documentation says. */
  events(...types: WebhookEventType[]): WebhookEvent[] {
    return this.received.flatMap(({ body }) => {
      const type = types.find((each) => body.startsWith(`{"type":"${each}"`));
      return type === undefined ? [] : [webhookEvents[type].parse(JSON.parse(body))];
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Whether it was signed with this secret a moment ago, as a receiver checks it. */
export function isSigned({ headers, id, body }: Received, secret: string): boolean {
  const timestamp = String(headers['webhook-timestamp']);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return Math.abs(Date.now() / 1000 - Number(timestamp)) < 300 && headers['webhook-signature'] === `v1,${expected}`;
}
