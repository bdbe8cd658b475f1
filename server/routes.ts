import type { FastifyInstance } from 'fastify';
import type { RouteDescription } from './openapi/describe.ts';

export type ServedRoute = {
  readonly method: string;
  readonly url: string;
  readonly describe: RouteDescription | undefined;
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that is registered, so that permissions and documentation can be checked against what there really is. */
    readonly served: readonly ServedRoute[];
  }
}

/** HEAD comes with every GET, and OPTIONS answers the preflights of browsers for all of them. */
const implied = new Set(['HEAD', 'OPTIONS']);

/** Before the first route. */
export function listRoutes(app: FastifyInstance): void {
  const served: ServedRoute[] = [];
  app.decorate('served', served);
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      if (!implied.has(each)) served.push({ method: each, url, describe: config?.describe });
    }
  });
}
