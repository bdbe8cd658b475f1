import type { FastifyInstance } from 'fastify';
import { CarriedCalls, CarriedCallsReply, DraftExchange, DraftExchangeReply } from '../../domain/wire/carried.ts';
import type { Database } from '../database/schema.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import { readRequest, readSyncRequest } from '../requests.ts';
import { requireSession, signedIn } from '../session/authentication.ts';
import type { Gate } from '../session/gate.ts';
import { callsOf, keepCalls } from './calls.ts';
import { exchangeDrafts } from './drafts.ts';

export type CarriedPluginOptions = {
  readonly db: Database;
  readonly gate: Gate;
  readonly box: SecretBox;
  readonly now: () => Date;
};

/** As many drafts as one exchange may have, each of the longest in the widest characters. Bytes. */
const draftsBodyLimit = 40 * 1024 * 1024;
const callsBodyLimit = 512 * 1024;

const describeDrafts: RouteDescription = {
  summary: 'Takes the unsent words of one desk, and gives those of the agent’s other desks.',
  access: 'session',
  body: { DraftExchange },
  reply: { DraftExchangeReply },
  codes: ['CLIENT_TOO_OLD'],
};
const describeKeep: RouteDescription = {
  summary: 'Keeps what it takes to have the agent’s live calls at another desk, sealed by this one.',
  access: 'session',
  body: { CarriedCalls },
};
const describeCalls: RouteDescription = {
  summary: 'The agent’s live calls, as the desk that has them seals them.',
  access: 'session',
  reply: { CarriedCallsReply },
};

/** What follows an agent from desk to desk: POST /v1/drafts, PUT and GET /v1/calls. Each agent reaches their own only. */
export function carriedPlugin(app: FastifyInstance, options: CarriedPluginOptions, done: () => void): void {
  const { db, gate, box, now } = options;
  requireSession(app, gate);
  app.post(
    '/v1/drafts',
    { bodyLimit: draftsBodyLimit, config: { describe: describeDrafts } },
    async (request): Promise<DraftExchangeReply> => {
      const exchange = readSyncRequest(DraftExchange, request.body);
      return await exchangeDrafts(db, box, signedIn(request).agent.id, exchange);
    },
  );
  app.put('/v1/calls', { bodyLimit: callsBodyLimit, config: { describe: describeKeep } }, async (request, reply) => {
    await keepCalls(db, box, signedIn(request), readRequest(CarriedCalls, request.body), now());
    return await reply.code(204).send();
  });
  app.get('/v1/calls', { config: { describe: describeCalls } }, async (request): Promise<CarriedCallsReply> => {
    return await callsOf(db, box, signedIn(request).agent.id, now());
  });
  done();
}
