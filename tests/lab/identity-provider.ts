/** The organisation's OpenID provider, for real (oidc-provider), and a person's browser as far as a sign-in there goes. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

const client = { id: 'casque', secret: 'secret-of-the-client' };

export class IdentityProvider {
  readonly #server: Server;
  /** Claims of an account beside its subject, which is its login there. */
  readonly accounts = new Map<string, Readonly<Record<string, unknown>>>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<IdentityProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const idp = new IdentityProvider(server);
    const provider = new Provider(idp.issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          application_type: 'native',
          redirect_uris: ['http://127.0.0.1/'],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      pkce: { required: () => true },
      claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ['of the lab'] },
      findAccount: (_context: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, ...idp.accounts.get(id) }),
      }),
    });
    server.on('request', provider.callback());
    return idp;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a server needs to be its client. */
  get env(): Readonly<Record<string, string>> {
    return {
      CASQUE_OIDC_ISSUER: this.issuer,
      CASQUE_OIDC_CLIENT_ID: client.id,
      CASQUE_OIDC_CLIENT_SECRET: client.secret,
      CASQUE_OIDC_NAME: 'Annuaire Lannion',
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/**
 * Goes where a browser is sent and signs in there, with any password. Returns the address to which the provider sends it back in the end, without
 * going there. `deny`: the person does not agree.
 */
export async function signInAtProvider(address: string, login: string, deny = false): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step += 1) {
    if (url.pathname === '/' && url.port !== new URL(address).port) return url;
    const response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
      ...(form === undefined ? {} : { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    const page = await response.text();
    form = undefined;
    if (next !== null) url = new URL(next, url);
    else if (deny) url = new URL(/href="([^"]*abort)"/.exec(page)?.[1] ?? url.href, url);
    else {
      const [, action, prompt] = /action="([^"]+)"[\s\S]*?name="prompt" value="(\w+)"/.exec(page) ?? [];
      if (action === undefined || prompt === undefined)
        throw new Error(`no form: ${response.status} ${page.slice(0, 500)}`);
      url = new URL(action, url);
      form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
    }
  }
  throw new Error('the provider never sent the browser back');
}
