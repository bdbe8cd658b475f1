import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../domain/errors.ts';
import type { Database } from '../database/schema.ts';

/** How long the database may take to answer before the node is called unhealthy. Milliseconds. */
const patience = 3000;

/**
 * GET /health: 200 when this node can serve, with its clock's time, so that a desk can tell whether its own is right; 503 SERVER_UNAVAILABLE when its
 * database does not answer. For balancers.
 */
export function healthPlugin(app: FastifyInstance, { db }: { readonly db: Database }, done: () => void): void {
  app.get('/health', { logLevel: 'warn' }, async () => {
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
