import { sql } from 'kysely';
import { CodedError } from '../../domain/errors.ts';
import { newId, type Id } from '../../domain/ids.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import type { SealedTable } from '../provisioning/sealed-table.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import type { WebhookEventType } from './event.ts';
import { newSecret } from './sender.ts';

export type NewWebhook = {
  readonly url: string;
  readonly events: readonly WebhookEventType[];
  /** Null: of every team, and of the organisation. */
  readonly teamId: Id | null;
};

export type WebhookSummary = NewWebhook & {
  readonly id: Id;
  readonly createdAt: Date;
  readonly waiting: number;
  readonly dead: number;
  /** Of the last one that failed and is still there. */
  readonly lastFailure: string | null;
};

/** What a secret is sealed for. */
export function secretContext(webhookId: Id): string {
  return `webhook ${webhookId}`;
}

export const sealedWebhooks: SealedTable = {
  table: 'webhooks',
  column: 'secret',
  keys: ['id'],
  contextOf: secretContext,
};

/** Throws `CodedError` REQUEST_MALFORMED. */
export function readWebhookUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    throw new CodedError('REQUEST_MALFORMED', 'a webhook needs an https:// address');
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new CodedError(
      'REQUEST_MALFORMED',
      'the address holds a user name, a password or a #: the signature is what proves who sends',
    );
  }
  return url;
}

/** Returns its secret too, which nobody can read again. */
export async function addWebhook(
  trx: DatabaseTransaction,
  box: SecretBox,
  webhook: NewWebhook,
): Promise<{ readonly id: Id; readonly secret: string }> {
  const [id, secret] = [newId(), newSecret()];
  const key = await box.keyInForce(trx);
  await trx
    .insertInto('webhooks')
    .values({
      id,
      url: webhook.url,
      events: [...webhook.events],
      team_id: webhook.teamId,
      secret: key.seal(secret, secretContext(id)),
    })
    .execute();
  return { id, secret };
}

export async function listWebhooks(db: Database): Promise<WebhookSummary[]> {
  const found = await sql<WebhookSummary>`
    select id, url, events, team_id as "teamId", webhooks.created_at as "createdAt",
      count(event_id) filter (where dead_at is null) as waiting, count(dead_at) as dead,
      (array_agg(last_failure order by due_at desc) filter (where last_failure is not null))[1] as "lastFailure"
    from webhooks left join webhook_deliveries on webhook_id = id group by id order by id`.execute(db);
  return found.rows;
}

/** With what it was still to be told. Throws `CodedError` NOT_FOUND. */
export async function removeWebhook(trx: DatabaseTransaction, id: Id): Promise<void> {
  const gone = await trx.deleteFrom('webhooks').where('id', '=', id).returning('id').executeTakeFirst();
  if (gone === undefined) throw new CodedError('NOT_FOUND', `webhook ${id}`);
}

/** Throws `CodedError` NOT_FOUND. */
export async function webhookWith(
  db: Database,
  box: SecretBox,
  id: Id,
): Promise<{ readonly url: string; readonly secret: string }> {
  const row = await db.selectFrom('webhooks').select(['url', 'secret']).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new CodedError('NOT_FOUND', `webhook ${id}`);
  return { url: row.url, secret: await box.open(row.secret, secretContext(id)) };
}

/** What was given up, from the first attempt on; what waits for its next attempt, now. Returns how many. */
export async function retryWebhook(db: Database, id: Id): Promise<number> {
  const due = await sql`update webhook_deliveries set attempts = 0, due_at = now(), dead_at = null
    where webhook_id = ${id} and (dead_at is not null or last_failure is not null)`.execute(db);
  return Number(due.numAffectedRows ?? 0);
}
