import type { FastifyInstance } from 'fastify';
import { PullRequest, PushRequest, type PushReply } from '../../domain/wire/sync.ts';
import type { Database } from '../database/schema.ts';
import type { News } from '../events/news.ts';
import { readSyncRequest } from '../requests.ts';
import { requireSession, signedIn } from '../session/authentication.ts';
import type { Sessions } from '../session/sessions.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

export type SyncPluginOptions = {
  readonly db: Database;
  readonly sessions: Sessions;
  readonly news: News;
  readonly now: () => Date;
};

/** A full push of the longest notes in the widest characters. Bytes. */
const pushBodyLimit = 20 * 1024 * 1024;

/** POST /v1/push and POST /v1/pull. */
export function syncPlugin(app: FastifyInstance, options: SyncPluginOptions, done: () => void): void {
  const { db, sessions, news, now } = options;
  requireSession(app, sessions);

  app.post('/v1/push', { bodyLimit: pushBodyLimit }, async (request): Promise<PushReply> => {
    const { clientId, mutations } = readSyncRequest(PushRequest, request.body);
    const { actor } = signedIn(request);
    const { lastSeq, scopes } = await push(db, { actor, clientId, mutations, now, log: request.log });
    news.publish({ kind: 'changed', scopes: [...scopes], clientId });
    return { lastSeq };
  });

  app.post('/v1/pull', async (request, reply) => {
    const { actor } = signedIn(request);
    const page = await pull(db, {
      agentId: actor.agentId,
      teamIds: actor.teamIds,
      request: readSyncRequest(PullRequest, request.body),
    });
    return await reply.type('application/json; charset=utf-8').send(page);
  });
  done();
}
