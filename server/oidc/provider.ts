import type { Configuration as Client } from 'openid-client';
import { CodedError } from '../../domain/errors.ts';
import type { OidcAnswer, OidcStart } from '../../domain/wire/oidc.ts';
import type { OidcSettings } from './settings.ts';

/** How long what the provider says of itself is taken for true. Milliseconds. */
const knownFor = 3_600_000;

/** How long the provider may take, in seconds. */
const patience = 10;

/** Who somebody is, in the words of the provider. */
export type Person = {
  readonly issuer: string;
  readonly subject: string;
  /** Of the configured claim; undefined: the provider does not tell it, or does not vouch for it. */
  readonly login: string | undefined;
  readonly name: string | undefined;
};

const load = () => import('openid-client');

/** The organisation's OpenID provider, of which this server is a client. */
export class OidcProvider {
  readonly #settings: OidcSettings;
  #known: { readonly client: Promise<Client>; readonly until: number } | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  /** Where the browser is to go. Throws `CodedError` AUTH_PROVIDER_UNREACHABLE. */
  async authorizationUrl({ redirectUri, state, nonce, challenge }: OidcStart): Promise<URL> {
    const { buildAuthorizationUrl } = await load();
    return buildAuthorizationUrl(await this.#client(), {
      redirect_uri: redirectUri,
      scope: this.#settings.scopes.join(' '),
      state,
      nonce,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
  }

  /** Redeems what came back. Throws `CodedError` AUTH_PROVIDER_UNREACHABLE and AUTH_PROVIDER_REFUSED. */
  async whoIs({ redirectUri, state, nonce, verifier, code, iss }: OidcAnswer): Promise<Person> {
    const { authorizationCodeGrant, fetchUserInfo } = await load();
    const client = await this.#client();
    const url = new URL(redirectUri);
    url.search = new URLSearchParams({ code, state, ...(iss === undefined ? {} : { iss }) }).toString();
    try {
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      const tokens = await authorizationCodeGrant(client, url, checks);
      const identity = tokens.claims();
      if (identity === undefined) throw new CodedError('AUTH_PROVIDER_REFUSED', 'no ID token');
      // Providers that keep to the letter tell names only there.
      const more =
        identity[this.#settings.claim] === undefined && client.serverMetadata().userinfo_endpoint !== undefined
          ? await fetchUserInfo(client, tokens.access_token, identity.sub)
          : {};
      return this.#personOf({ ...more, ...identity });
    } catch (error) {
      throw asRefusal(error);
    }
  }

  #personOf(claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string }): Person {
    const { claim } = this.#settings;
    const unsure = claim === 'email' && claims['email_verified'] === false;
    const said = claims[claim];
    const name = claims['name'];
    return {
      issuer: claims.iss,
      subject: claims.sub,
      login: typeof said === 'string' && said !== '' && !unsure ? said : undefined,
      name: typeof name === 'string' && name !== '' ? name : undefined,
    };
  }

  async #client(): Promise<Client> {
    if (this.#known === undefined || this.#known.until < Date.now()) {
      const client = this.#discover();
      this.#known = { client, until: Date.now() + knownFor };
      // What failed is tried again by who comes next.
      client.catch(() => (this.#known = undefined));
    }
    try {
      return await this.#known.client;
    } catch (error) {
      throw new CodedError('AUTH_PROVIDER_UNREACHABLE', reasonOf(error), { cause: error });
    }
  }

  async #discover(): Promise<Client> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const openid = await load();
    // On this machine alone, which the settings see to.
    const plain: ((client: Client) => void) | undefined =
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
      issuer.protocol === 'http:' ? openid.allowInsecureRequests : undefined;
    const found = await openid.discovery(issuer, clientId, undefined, openid.None(), {
      timeout: patience,
      ...(plain === undefined ? {} : { execute: [plain] }),
    });
    if (clientSecret === undefined) return found;
    const metadata = found.serverMetadata();
    // OpenID Connect Discovery §3: where nothing is said, it is basic.
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const by = methods.includes('client_secret_basic') ? openid.ClientSecretBasic : openid.ClientSecretPost;
    const client = new openid.Configuration(metadata, clientId, clientSecret, by(clientSecret));
    client.timeout = patience;
    plain?.(client);
    return client;
  }
}

/** `fetch` fails with a TypeError, and a time limit with OAUTH_TIMEOUT: the provider did not answer. Everything else is an answer, or none of an honest one. */
function asRefusal(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const away = code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && code === undefined);
  return new CodedError(away ? 'AUTH_PROVIDER_UNREACHABLE' : 'AUTH_PROVIDER_REFUSED', reasonOf(error), {
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : String(error);
}
