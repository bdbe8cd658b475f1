import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';

export type MetricsOptions = {
  /** How many desks have their event socket at this node. */
  readonly desks: () => number;
  /** Whether this node hears the others. */
  readonly hearsOthers: () => boolean;
};

const Pushed = z.object({ mutations: z.array(z.unknown()) });

/**
 * Measures every answer of the server, in a registry of its own: several nodes may live in one process. To be called before the first route. Labels
 * are routes and statuses, never who asked or what.
 */
export function measure(app: FastifyInstance, options: MetricsOptions): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({
    name: 'casque_http_request_duration_seconds',
    help: 'How long requests took, from their first byte to the last of the answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const mutations = new Counter({
    name: 'casque_mutations_pushed_total',
    help: 'Mutations in pushes that were answered, those that came twice included.',
    registers,
  });
  new Gauge({
    name: 'casque_desks',
    help: 'Desks with an event socket at this node.',
    registers,
    collect() {
      this.set(options.desks());
    },
  });
  new Gauge({
    name: 'casque_news_connected',
    help: 'Whether this node hears the news of the others (LISTEN).',
    registers,
    collect() {
      this.set(options.hearsOthers() ? 1 : 0);
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    answers.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    if (route === '/v1/push' && reply.statusCode === 200) {
      const pushed = Pushed.safeParse(request.body);
      if (pushed.success) mutations.inc(pushed.data.mutations.length);
    }
  });
  return registry;
}
