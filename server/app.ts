import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import proxyAddress from '@fastify/proxy-addr';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { carriedPlugin } from './carried/plugin.ts';
import { compressAnswers } from './compression.ts';
import type { Configuration } from './configuration.ts';
import type { Database } from './database/schema.ts';
import { answerErrors } from './errors.ts';
import { checkConnected } from './events/connected.ts';
import { Hub } from './events/hub.ts';
import { NewsChannel, type NewsItem } from './events/news.ts';
import { PresenceBoard } from './events/presence.ts';
import { eventsPlugin, type EventsPluginOptions } from './events/plugin.ts';
import { followTeams } from './events/teams.ts';
import { ticketScopes } from './events/ticket-scopes.ts';
import { keepCollecting } from './files/collect.ts';
import { measureFiles } from './files/metrics.ts';
import { openContents } from './files/open-contents.ts';
import { filesPlugin } from './files/plugin.ts';
import { healthPlugin } from './health/plugin.ts';
import { refuseDeepNesting } from './limits/nesting.ts';
import { measure } from './metrics/metrics.ts';
import { metricsPlugin } from './metrics/plugin.ts';
import { oidcPlugin } from './oidc/plugin.ts';
import { openApiPlugin } from './openapi/plugin.ts';
import type { SecretBox } from './provisioning/secret-box.ts';
import { listRoutes } from './routes.ts';
import { searchPlugin } from './search/plugin.ts';
import { Gate } from './session/gate.ts';
import { sessionPlugin } from './session/plugin.ts';
import { Sessions } from './session/sessions.ts';
import { syncPlugin } from './sync/plugin.ts';
import { tlsRules, type TlsFiles } from './tls.ts';
import { listOf } from './webhooks/addresses.ts';
import { WebhookDispatcher, type DispatcherOptions } from './webhooks/dispatcher.ts';
import { measureWebhooks } from './webhooks/metrics.ts';

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
  readonly webhooks?: Pick<DispatcherOptions, 'waits' | 'period'>;
  /** PEM texts; undefined: plain HTTP, behind a proxy or on this machine alone. */
  readonly tls?: TlsFiles | undefined;
  /** True once the node is about to stop. */
  readonly isDraining?: () => boolean;
};

/** Answers are data for a program: no page may frame, embed or sniff them. The rest is helmet's. */
const securityHeaders = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
} as const;

/** What uploads are asked for with. */
const tusHeaders = ['tus-resumable', 'upload-length', 'upload-metadata', 'upload-offset', 'x-request-id'];

/** Pino's own type would become a part of the instance's, which no plugin asks for. */
function asFastifyLogger(logger: Logger): FastifyBaseLogger {
  return logger;
}

/** Everything the server answers, composed; it neither listens yet nor owns the database. `close()` ends what it started. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { configuration, db, databaseUrl, box, logger } = options;
  // First: what is refused here ends the start while nothing else has begun.
  const contents = await openContents(configuration.files, db, { origins: configuration.origins, log: logger });
  const isTrusted = proxyAddress.compile(configuration.trustProxy?.split(',') ?? []);
  const serverOptions = {
    loggerInstance: asFastifyLogger(logger),
    bodyLimit: 64 * 1024,
    // Slow or silent clients do not hold a connection for ever. Milliseconds.
    requestTimeout: 120_000,
    trustProxy: isTrusted,
    return503OnClosing: true,
  };
  // Either way it is used as what both have in common.
  const app =
    options.tls === undefined
      ? Fastify(serverOptions)
      : (Fastify({ ...serverOptions, https: { ...options.tls, ...tlsRules } }) as unknown as FastifyInstance);
  listRoutes(app);
  app.decorateRequest('signedIn', null);
  answerErrors(app);
  refuseDeepNesting(app);
  // What is said is JSON; what files hold, tus reads.
  app.removeContentTypeParser('text/plain');
  compressAnswers(app);
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onRequest', async (_request, reply) => {
    // Not by Fastify's means: tus answers without them.
    reply.raw.setHeader('cache-control', 'no-store');
  });
  app.addHook('onSend', async (_request, reply) => {
    // Whoever opens an address of ours in a browser gets a file, and no page.
    if (!reply.hasHeader('content-disposition'))
      reply.header('content-disposition', 'attachment; filename="casque.json"');
    // What was asked before the node began to stop is answered; then the client must not hold its connection open.
    if (closing) reply.header('connection', 'close');
  });
  await app.register(helmet, securityHeaders);
  await app.register(cors, {
    origin: [...configuration.origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'dpop', ...tusHeaders],
    // The longest that Chromium remembers it.
    maxAge: 7200,
  });

  const hub = new Hub();
  const refreshTeams = followTeams(db, hub, logger, () => presence.lookAgain());
  const connected = checkConnected(db, hub, logger, () => presence.lookAgain());
  const news = new NewsChannel({
    db,
    databaseUrl,
    log: app.log,
    onListening: async (connection) => await box.sayThatHere(connection),
    onNews: (item: NewsItem, from, delta) => {
      hub.receive(item, delta);
      presence.receive(item, from);
      refreshTeams(item);
    },
    onMissed: () => {
      hub.pokeAll();
      connected();
      presence.missed();
    },
  });
  const presence = new PresenceBoard({
    hub,
    tellOthers: async (item) => await news.tellOthers(item),
    scopesOf: ticketScopes(db),
    log: logger,
    ...(options.presenceBeat === undefined ? {} : { beat: options.presenceBeat }),
  });
  await news.start();
  presence.start();
  app.addHook('onClose', async () => {
    await presence.stop();
    await news.stop();
  });

  const webhooks = new WebhookDispatcher({
    db,
    box,
    log: logger,
    networks: listOf(configuration.webhookNetworks),
    attempts: configuration.webhookAttempts,
    ...options.webhooks,
  });
  webhooks.start();
  app.addHook('onClose', async () => await webhooks.stop());

  const sessions = new Sessions(db, configuration);
  const gate = new Gate({
    sessions,
    perSession: configuration.requestsPerMinute,
    refusals: configuration.refusalsPerMinute,
  });
  if (configuration.metricsToken !== undefined) {
    const registry = measure(app, { desks: () => hub.size, hearsOthers: () => news.connected });
    measureWebhooks(registry, webhooks, db);
    measureFiles(registry, db);
    await app.register(metricsPlugin, { registry, token: configuration.metricsToken });
  }
  await app.register(openApiPlugin, configuration);
  await app.register(healthPlugin, { db, isDraining: options.isDraining ?? (() => false) });
  const now = options.now ?? (() => new Date());
  await app.register(sessionPlugin, { ...configuration, db, sessions, gate, box, news, now });
  await app.register(oidcPlugin, { ...configuration, db, sessions, gate, box, news, now });
  await app.register(syncPlugin, { db, gate, news, now, onTold: () => webhooks.wake() });
  await app.register(searchPlugin, { db, gate });
  const endCollecting = keepCollecting(db, contents, logger);
  app.addHook('onClose', () => {
    endCollecting();
    contents.close();
  });
  await app.register(filesPlugin, { db, gate, news, now, files: configuration.files, contents });
  await app.register(carriedPlugin, { db, gate, box, now });
  await app.register(eventsPlugin, {
    hub,
    gate,
    presence,
    checkConnected: connected,
    origins: configuration.origins,
    addressOf: (request) => proxyAddress(request, isTrusted),
    now,
    ...options.events,
  });
  return app;
}
