import type { FastifyInstance } from 'fastify';
import { CodedError, codeOf, errorCatalogue } from '../../domain/errors.ts';
import { organisationScope } from '../../domain/row.ts';
import { OidcSignInRequest, OidcStart, OidcStartReply, SignInWays } from '../../domain/wire/oidc.ts';
import { SignInReply } from '../../domain/wire/session.ts';
import { Refusals } from '../limits/refusals.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import { readRequest } from '../requests.ts';
import type { SessionPluginOptions } from '../session/plugin.ts';
import { beginSession, requireDeviceKey } from '../session/begin-session.ts';
import { writeAudit } from '../audit/audit.ts';
import { agentOf } from './identities.ts';
import { OidcProvider } from './provider.ts';

export type OidcPluginOptions = SessionPluginOptions;

const describeWays: RouteDescription = {
  summary: 'How one can sign in here.',
  access: 'public',
  reply: { SignInWays },
};
const describeStart: RouteDescription = {
  summary: 'Where a browser is to go to sign in at the identity provider; 404 where there is none.',
  access: 'public',
  body: { OidcStart },
  reply: { OidcStartReply },
  codes: ['NOT_FOUND', 'AUTH_PROVIDER_UNREACHABLE', 'AUTH_TOO_MANY_ATTEMPTS'],
};
const describeSignIn: RouteDescription = {
  summary: 'Signs in who has come back from the identity provider; 404 where there is none.',
  access: 'public',
  body: { OidcSignInRequest },
  reply: { SignInReply },
  codes: [
    'NOT_FOUND',
    'AUTH_PROVIDER_UNREACHABLE',
    'AUTH_PROVIDER_REFUSED',
    'AUTH_NO_ACCOUNT',
    'AUTH_TOO_MANY_ATTEMPTS',
    'CLIENT_TOO_OLD',
  ],
};

/** GET /v1/sign-in, POST /v1/oidc and POST /v1/oidc/session. What a sign-in needs meanwhile is kept by the desk: any node answers. */
export function oidcPlugin(app: FastifyInstance, options: OidcPluginOptions, done: () => void): void {
  const configured = options.oidc === undefined ? undefined : new OidcProvider(options.oidc);
  const limit = { most: options.signInRefusals, window: options.signInWindowSeconds * 1000 };
  const refusals = new Refusals(limit, 'AUTH_TOO_MANY_ATTEMPTS');
  const required = (): OidcProvider => {
    if (configured === undefined) throw new CodedError('NOT_FOUND', 'no identity provider');
    return configured;
  };

  app.get('/v1/sign-in', { config: { describe: describeWays } }, async (): Promise<SignInWays> => {
    const provider = configured === undefined ? null : { name: configured.name };
    return await Promise.resolve({ provider, password: !options.oidcOnly });
  });

  app.post('/v1/oidc', { config: { describe: describeStart } }, async (request): Promise<OidcStartReply> => {
    const start = readRequest(OidcStart, request.body);
    const provider = required();
    const url = await refusals.attempt(request.ip, async () => await provider.authorizationUrl(start));
    return { url: url.href };
  });

  app.post('/v1/oidc/session', { config: { describe: describeSignIn } }, async (request): Promise<SignInReply> => {
    const { device, key, ...answer } = readRequest(OidcSignInRequest, request.body);
    const provider = required();
    requireDeviceKey(options, key);
    const found = await refusals.attempt(request.ip, async () => {
      try {
        return await agentOf(options.db, await provider.whoIs(answer), options.oidc?.createTeam);
      } catch (error) {
        const code = codeOf(error, 'SERVER_FAILED');
        const detail = { address: request.ip, by: 'oidc', code };
        // What failed by itself, here or there, refuses nobody.
        if (errorCatalogue[code].status < 500)
          await writeAudit(options.db, { actor: 'nobody', action: 'session.refused', detail });
        throw error;
      }
    });
    // An agent that was made just now is news for everybody.
    if (found.created) options.news.publish({ kind: 'changed', scopes: [organisationScope] });
    return await beginSession(options, request, { agentId: found.agentId, device, key, by: 'oidc' });
  });
  done();
}
