import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './schema.ts';

/** How long results, and with them the recognition of a mutation that comes twice, are kept. Days. */
const resultDays = 90;

/** How long what webhooks did not take can be tried again. Days. */
const deadDays = 30;

const period = 6 * 3_600_000;

/** Forgets old results, and what webhooks never took, now and then; returns how to stop that. Nodes may do it at the same time. */
export function forgetOldResults(db: Database, log: Logger): () => void {
  const forget = () => {
    sql`delete from results where at < now() - make_interval(days => ${resultDays})`
      .execute(db)
      .catch((error: unknown) => log.warn({ err: error }, 'old results not deleted'));
    sql`delete from webhook_deliveries where dead_at < now() - make_interval(days => ${deadDays})`
      .execute(db)
      .catch((error: unknown) => log.warn({ err: error }, 'dead messages to webhooks not deleted'));
  };
  const timer = setInterval(forget, period);
  timer.unref();
  return () => clearInterval(timer);
}
