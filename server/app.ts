import cors from '@fastify/cors';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Configuration } from './configuration.ts';
import type { Database } from './database/schema.ts';
import { answerErrors } from './errors.ts';
import { Hub } from './events/hub.ts';
import { NewsChannel, type NewsItem } from './events/news.ts';
import { PresenceBoard } from './events/presence.ts';
import { eventsPlugin, type EventsPluginOptions } from './events/plugin.ts';
import { followTeams } from './events/teams.ts';
import { healthPlugin } from './health/plugin.ts';
import type { SecretBox } from './provisioning/secret-box.ts';
import { listRoutes } from './routes.ts';
import { sessionPlugin } from './session/plugin.ts';
import { Sessions } from './session/sessions.ts';
import { syncPlugin } from './sync/plugin.ts';

export type AppOptions = {
  readonly configuration: Configuration;
  readonly db: Database;
  /** For the connection that listens to the other nodes' news. */
  readonly databaseUrl: string;
  readonly box: SecretBox;
  readonly logger: Logger;
  readonly now?: () => Date;
  readonly events?: Pick<EventsPluginOptions, 'helloDeadline' | 'heartbeat'>;
  /** How often nodes tell each other that they are there. Milliseconds. */
  readonly presenceBeat?: number;
};

/** Answers are data for a program: no page may frame, embed, sniff or keep them. */
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** Pino's own type would become a part of the instance's, which no plugin asks for. */
function asFastifyLogger(logger: Logger): FastifyBaseLogger {
  return logger;
}

/** Everything the server answers, composed; it neither listens yet nor owns the database. `close()` ends what it started. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { configuration, db, databaseUrl, box, logger } = options;
  const app: FastifyInstance = Fastify({
    loggerInstance: asFastifyLogger(logger),
    bodyLimit: 64 * 1024,
    // Slow or silent clients do not hold a connection for ever. Milliseconds.
    requestTimeout: 120_000,
    trustProxy: configuration.trustProxy ?? false,
    return503OnClosing: true,
  });
  listRoutes(app);
  app.decorateRequest('signedIn', null);
  answerErrors(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
  });
  await app.register(cors, {
    origin: [...configuration.origins],
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type'],
    maxAge: 600,
  });

  const hub = new Hub();
  const refreshTeams = followTeams(db, hub, logger);
  const news = new NewsChannel({
    db,
    databaseUrl,
    log: app.log,
    onNews: (item: NewsItem, from) => {
      hub.receive(item);
      presence.receive(item, from);
      refreshTeams(item);
    },
    onMissed: () => {
      hub.pokeAll();
      presence.missed();
    },
  });
  const presence = new PresenceBoard({
    hub,
    tellOthers: async (item) => await news.tellOthers(item),
    ...(options.presenceBeat === undefined ? {} : { beat: options.presenceBeat }),
  });
  await news.start();
  presence.start();
  app.addHook('onClose', async () => {
    await presence.stop();
    await news.stop();
  });

  const sessions = new Sessions(db, { hours: configuration.sessionHours });
  await app.register(healthPlugin, { db });
  const now = options.now ?? (() => new Date());
  await app.register(sessionPlugin, { ...configuration, db, sessions, box, news, now });
  await app.register(syncPlugin, { db, sessions, news, now });
  await app.register(eventsPlugin, { hub, sessions, presence, origins: configuration.origins, ...options.events });
  return app;
}
