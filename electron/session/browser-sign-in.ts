import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError, isErrorCode } from '../../domain/errors.ts';
import { OidcStartReply, type OidcAnswer, type OidcStart } from '../../domain/wire/oidc.ts';
import { ErrorReply } from '../../domain/wire/sync.ts';
import { comeBackPage } from './come-back-page.ts';

export type BrowserSignInOptions = {
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
  /** Opens an address in the person's browser. */
  readonly openExternal: (url: string) => Promise<void>;
  /** Somebody has come back: the desk is to be seen again. */
  readonly onBack: () => void;
  /** How long the person may take, in milliseconds. */
  readonly patience?: number;
};

/** How long the server may take, in milliseconds. */
const serverPatience = 20_000;

/**
 * Signs in by the system's browser, as RFC 8252 has it: a port of this machine waits for what the provider sends back, and only this program knows
 * the verifier without which that is of no use.
 */
export class BrowserSignIn {
  readonly #options: BrowserSignInOptions;
  #stop: (() => void) | undefined;

  constructor(options: BrowserSignInOptions) {
    this.#options = options;
  }

  /**
   * Null: it was stopped, or took too long. Throws `CodedError`: what the server said, SERVER_UNREACHABLE, AUTH_PROVIDER_REFUSED when the person or
   * the provider did not want to.
   */
  async run(serverUrl: string): Promise<OidcAnswer | null> {
    this.stop();
    const waiting = await waitForBrowser(this.#options.patience ?? 10 * 60_000);
    this.#stop = waiting.stop;
    try {
      const { redirectUri, state } = waiting;
      const [nonce, verifier] = [random(), random()];
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const url = await this.#begin(serverUrl, { redirectUri, state, nonce, challenge });
      await this.#options.openExternal(url);
      const back = await waiting.back;
      if (back === null) return null;
      this.#options.onBack();
      const code = back.get('code');
      if (code === null) throw new CodedError('AUTH_PROVIDER_REFUSED', back.get('error') ?? undefined);
      const iss = back.get('iss');
      return { redirectUri, state, nonce, verifier, code, ...(iss === null ? {} : { iss }) };
    } finally {
      waiting.stop();
    }
  }

  /** The person would rather not. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async #begin(serverUrl: string, start: OidcStart): Promise<string> {
    let response: Response;
    let body: unknown;
    try {
      response = await this.#options.fetch(new URL('/v1/oidc', serverUrl).href, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(start),
        signal: AbortSignal.timeout(serverPatience),
        credentials: 'omit',
        cache: 'no-store',
      });
      body = await response.json();
    } catch (error) {
      throw new CodedError('SERVER_UNREACHABLE', error instanceof Error ? error.name : undefined);
    }
    if (!response.ok) {
      const refusal = ErrorReply.safeParse(body);
      throw new CodedError(
        refusal.success && isErrorCode(refusal.data.code) ? refusal.data.code : 'SERVER_REPLY_MALFORMED',
      );
    }
    const reply = OidcStartReply.safeParse(body);
    if (!reply.success) throw new CodedError('SERVER_REPLY_MALFORMED');
    return reply.data.url;
  }
}

type Waiting = {
  readonly redirectUri: string;
  readonly state: string;
  /** The parameters of the one request that carries our state; null when it was given up. */
  readonly back: Promise<URLSearchParams | null>;
  readonly stop: () => void;
};

async function waitForBrowser(patience: number): Promise<Waiting> {
  const state = random();
  let done: (back: URLSearchParams | null) => void = () => undefined;
  const back = new Promise<URLSearchParams | null>((resolve) => {
    done = resolve;
  });
  const server: Server = createServer((request, response) => {
    const found = parametersOf(request, state, portOf(server));
    answer(request, response, found);
    if (found !== undefined) response.once('finish', () => done(found));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timer = setTimeout(() => done(null), patience);
  const stop = () => {
    clearTimeout(timer);
    done(null);
    // What is being answered is still read by the browser.
    server.close();
    server.closeIdleConnections();
  };
  return { redirectUri: `http://127.0.0.1:${portOf(server)}/`, state, back, stop };
}

/** Of a request that is the answer to ours: any page in the browser can ask this port for something. */
function parametersOf(request: IncomingMessage, state: string, port: number): URLSearchParams | undefined {
  if (request.method !== 'GET' || request.headers.host !== `127.0.0.1:${port}`) return undefined;
  const url = URL.parse(request.url ?? '', 'http://127.0.0.1');
  const said = url?.pathname === '/' ? (url.searchParams.get('state') ?? '') : '';
  const ours = said.length === state.length && timingSafeEqual(Buffer.from(said), Buffer.from(state));
  return ours ? url?.searchParams : undefined;
}

function answer(request: IncomingMessage, response: ServerResponse, found: URLSearchParams | undefined): void {
  const worked = found?.has('code') === true;
  const language = request.headers['accept-language']?.toLowerCase().startsWith('fr') === true ? 'fr' : 'en';
  response.writeHead(found === undefined ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(found === undefined ? '' : comeBackPage(worked, language));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
