import type { FastifyInstance } from 'fastify';
import { SearchReply, SearchRequest } from '../../domain/wire/search.ts';
import type { Database } from '../database/schema.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import { readSyncRequest } from '../requests.ts';
import { requireSession, signedIn } from '../session/authentication.ts';
import type { Gate } from '../session/gate.ts';
import { searchTickets } from './search.ts';

export type SearchPluginOptions = { readonly db: Database; readonly gate: Gate };

const describeSearch: RouteDescription = {
  summary: 'Tickets of the agent’s teams by their words, a phone number or their number, the last changed first.',
  access: 'session',
  body: { SearchRequest },
  reply: { SearchReply },
  codes: ['CLIENT_TOO_OLD'],
};

/** POST /v1/search */
export function searchPlugin(app: FastifyInstance, { db, gate }: SearchPluginOptions, done: () => void): void {
  requireSession(app, gate);
  app.post(
    '/v1/search',
    { config: { describe: describeSearch, compress: true } },
    async (request): Promise<SearchReply> => {
      const { actor } = signedIn(request);
      return await searchTickets(db, actor.teamIds, readSyncRequest(SearchRequest, request.body));
    },
  );
  done();
}
