import { sql } from 'kysely';
import type { Id } from '../../domain/ids.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';

/** How long a delivery is left to the node that took it. Longer than any attempt. Seconds. */
const lease = 60;

/** Of one webhook at one time on one node. */
const atOnce = 4;

export type Delivery = {
  readonly eventId: Id;
  readonly webhookId: Id;
  readonly type: string;
  readonly body: string;
  /** This one counted. */
  readonly attempts: number;
  readonly url: string;
  /** Sealed. */
  readonly secret: Buffer;
};

/**
 * Takes what is due, a few of each webhook that is not busy here, the longest waiting first. What another node takes at this moment is passed
 * over; what a node took and died with is due again when its lease is over.
 */
export async function takeDue(db: Database | DatabaseTransaction, busy: readonly Id[]): Promise<Delivery[]> {
  const taken = await sql<Delivery>`
    update webhook_deliveries as delivery set attempts = attempts + 1, due_at = now() + make_interval(secs => ${lease})
    from webhooks, lateral (
      select event_id from webhook_deliveries where webhook_id = webhooks.id and dead_at is null and due_at <= now()
      order by due_at limit ${atOnce} for update skip locked
    ) as due
    where webhooks.id <> all(${[...busy]}::uuid[]) and delivery.webhook_id = webhooks.id and delivery.event_id = due.event_id
    returning delivery.event_id as "eventId", delivery.webhook_id as "webhookId", delivery.type, delivery.body,
      delivery.attempts, webhooks.url, webhooks.secret`.execute(db);
  return taken.rows;
}

type Which = Pick<Delivery, 'eventId' | 'webhookId'>;

export async function wasTaken(db: Database, { eventId, webhookId }: Which): Promise<void> {
  await sql`delete from webhook_deliveries where event_id = ${eventId} and webhook_id = ${webhookId}`.execute(db);
}

/** @param wait milliseconds until the next attempt; null: there is none */
export async function hasFailed(
  db: Database,
  { eventId, webhookId }: Which,
  failure: string,
  wait: number | null,
): Promise<void> {
  await sql`update webhook_deliveries set last_failure = ${failure.slice(0, 300)},
    due_at = now() + make_interval(secs => ${(wait ?? 0) / 1000}), dead_at = ${wait === null ? sql`now()` : null}
    where event_id = ${eventId} and webhook_id = ${webhookId}`.execute(db);
}

/** An attempt that this node broke off itself does not count. */
export async function giveBack(db: Database, { eventId, webhookId }: Which): Promise<void> {
  await sql`update webhook_deliveries set attempts = attempts - 1, due_at = now()
    where event_id = ${eventId} and webhook_id = ${webhookId}`.execute(db);
}

/** Of all nodes together. */
export async function waitingAndDead(db: Database): Promise<{ readonly waiting: number; readonly dead: number }> {
  const counted = await sql<{ waiting: number; dead: number }>`
    select count(*) filter (where dead_at is null) as waiting, count(dead_at) as dead from webhook_deliveries`.execute(
    db,
  );
  return counted.rows[0] ?? { waiting: 0, dead: 0 };
}
