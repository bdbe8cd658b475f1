import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { linesType } from '../../domain/wire/pull-lines.ts';
import { PullReply, PullRequest, PushReply, PushRequest } from '../../domain/wire/sync.ts';
import type { Database } from '../database/schema.ts';
import type { News } from '../events/news.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import { readSyncRequest } from '../requests.ts';
import { requireSession, signedIn } from '../session/authentication.ts';
import type { Gate } from '../session/gate.ts';
import { postgresStorage } from './postgres/storage.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

export type SyncPluginOptions = {
  readonly db: Database;
  readonly gate: Gate;
  readonly news: News;
  readonly now: () => Date;
  /** Something was put into the outbox of the webhooks. */
  readonly onTold: () => void;
};

/** A full push of the longest notes in the widest characters. Bytes. */
const pushBodyLimit = 20 * 1024 * 1024;

const describePush: RouteDescription = {
  summary: 'Applies mutations in order, each exactly once.',
  access: 'session',
  body: { PushRequest },
  reply: { PushReply },
  codes: ['SYNC_SEQUENCE_GAP', 'SYNC_CLIENT_UNKNOWN', 'CLIENT_TOO_OLD'],
};
const describePull: RouteDescription = {
  summary: 'One page of what changed since the cursor, as of one moment of the database.',
  access: 'session',
  body: { PullRequest },
  reply: { PullReply },
  alsoAs: linesType,
  codes: ['SYNC_CLIENT_UNKNOWN', 'CLIENT_TOO_OLD'],
};

/** POST /v1/push and POST /v1/pull. */
export function syncPlugin(app: FastifyInstance, options: SyncPluginOptions, done: () => void): void {
  const { db, gate, news, now } = options;
  const storage = postgresStorage(db);
  requireSession(app, gate);

  app.post(
    '/v1/push',
    { bodyLimit: pushBodyLimit, config: { describe: describePush } },
    async (request): Promise<PushReply> => {
      const { clientId, mutations, now: clientNow } = readSyncRequest(PushRequest, request.body);
      const { actor } = signedIn(request);
      const { lastSeq, scopes, delta, moved, told } = await push(storage, {
        actor,
        clientId,
        mutations,
        clientNow,
        now,
        pause,
        log: request.log,
      });
      news.publish({ kind: 'changed', scopes: [...scopes], clientId, moved: [...moved] }, delta);
      if (told) options.onTold();
      return { lastSeq };
    },
  );

  app.post('/v1/pull', { config: { describe: describePull, compress: true } }, async (request, reply) => {
    const { actor } = signedIn(request);
    const { type, body } = await pull(storage, {
      agentId: actor.agentId,
      teamIds: actor.teamIds,
      request: readSyncRequest(PullRequest, request.body),
    });
    return await reply.type(`${type}; charset=utf-8`).send(body);
  });
  done();
}
