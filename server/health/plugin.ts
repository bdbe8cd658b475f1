import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { Instant } from '../../domain/ids.ts';
import type { Database } from '../database/schema.ts';
import type { RouteDescription } from '../openapi/describe.ts';

/** How long the database may take to answer before the node is called unhealthy. Milliseconds. */
const patience = 3000;

export type HealthPluginOptions = {
  readonly db: Database;
  /** True once this node is about to stop: balancers then send nobody here any more. */
  readonly isDraining: () => boolean;
};

const Health = z.object({ status: z.literal('ok'), database: z.literal('ok'), at: Instant });

const describe: RouteDescription = { summary: 'Whether this node can serve.', access: 'public', reply: { Health } };

/**
 * GET /health: 200 when this node can serve, with its clock's time, so that a desk can tell whether its own is right; 503 SERVER_UNAVAILABLE when its
 * database does not answer or it is about to stop. For balancers.
 */
export function healthPlugin(app: FastifyInstance, { db, isDraining }: HealthPluginOptions, done: () => void): void {
  app.get('/health', { logLevel: 'warn', config: { describe } }, async (): Promise<z.infer<typeof Health>> => {
    if (isDraining()) throw new CodedError('SERVER_UNAVAILABLE', 'this node is stopping');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new CodedError('SERVER_UNAVAILABLE', 'the database is late')), patience);
    });
    try {
      await Promise.race([sql`select 1`.execute(db), late]);
    } catch (error) {
      throw error instanceof CodedError
        ? error
        : new CodedError('SERVER_UNAVAILABLE', 'the database does not answer', { cause: error });
    } finally {
      clearTimeout(timer);
    }
    return { status: 'ok', database: 'ok', at: new Date().toISOString() };
  });
  done();
}
