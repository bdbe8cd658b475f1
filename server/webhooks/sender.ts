import { createHmac, randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type BlockList } from 'node:net';
import { AddressRefused, checkedLookup, isIn, isPublic } from './addresses.ts';

/** What one may take to answer, in all. Milliseconds. */
const patience = 15_000;

const prefix = 'whsec_';

export type Message = { readonly id: string; readonly body: string };

export type SenderOptions = {
  /** Addresses that are reached though they are not public; there plain HTTP will do. */
  readonly networks: BlockList;
  readonly now?: () => Date;
};

/** 256 bits, in the form that the libraries of Standard Webhooks take. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, symmetric signatures. */
export function signed(message: Message, secret: string, now: Date): Readonly<Record<string, string>> {
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const content = `${message.id}.${timestamp}.${message.body}`;
  const signature = createHmac('sha256', key).update(content).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/**
 * Sends one message and returns the status of the answer, whose content nobody reads. Redirections are not followed. Throws when there is no
 * answer in time, and `AddressRefused`.
 */
export async function send(
  url: URL,
  message: Message,
  secret: string,
  options: SenderOptions & { readonly signal?: AbortSignal },
): Promise<number> {
  const { networks, now = () => new Date() } = options;
  const secure = url.protocol === 'https:';
  const mayReach = (address: string) => isIn(networks, address) || (secure && isPublic(address));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // A lookup is made for names only.
  if (isIP(host) !== 0 && !mayReach(host)) throw new AddressRefused(`${host} is not allowed`);
  const timeout = AbortSignal.timeout(patience);
  return await new Promise((answered, failed) => {
    const outgoing = (secure ? requestHttps : requestHttp)(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: checkedLookup(mayReach),
        signal: options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(message.body),
          'user-agent': 'casque-server',
          ...signed(message, secret, now()),
        },
      },
      (answer) => {
        answered(answer.statusCode ?? 0);
        // Its end is waited for by nobody, and `patience` ends it.
        answer.on('error', () => undefined).resume();
      },
    );
    outgoing.on('error', failed);
    outgoing.end(message.body);
  });
}
