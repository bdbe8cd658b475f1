import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { CodedError } from '../../domain/errors.ts';

export type MetricsPluginOptions = { readonly registry: Registry; readonly token: string };

/** GET /metrics for Prometheus, with a token of its own: what a server does all day is nobody else's business. */
export function metricsPlugin(app: FastifyInstance, options: MetricsPluginOptions, done: () => void): void {
  const expected = digest(`Bearer ${options.token}`);
  const describe = {
    summary: 'Measurements of this node, for Prometheus; only where CASQUE_METRICS_TOKEN is set.',
    access: 'metrics',
    reply: { text: 'text/plain' },
    codes: ['AUTH_SESSION_ENDED'],
  } as const;
  app.get('/metrics', { logLevel: 'warn', config: { describe } }, async (request, reply) => {
    if (!timingSafeEqual(expected, digest(request.headers.authorization ?? ''))) {
      throw new CodedError('AUTH_SESSION_ENDED');
    }
    return await reply.type(options.registry.contentType).send(await options.registry.metrics());
  });
  done();
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
