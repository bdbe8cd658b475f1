import { CodedError } from '../../domain/errors.ts';
import { Id, newId } from '../../domain/ids.ts';
import { consoleUser, writeAudit } from '../audit/audit.ts';
import type { CommandLineOptions } from '../configuration.ts';
import { teamNamed } from '../directory/directory.ts';
import { openSecretBox } from '../provisioning/secret-box.ts';
import { listOf } from '../webhooks/addresses.ts';
import { reasonOf } from '../webhooks/dispatcher.ts';
import { isWebhookEventType, webhookEventTypes } from '../webhooks/event.ts';
import {
  addWebhook,
  listWebhooks,
  readWebhookUrl,
  removeWebhook,
  retryWebhook,
  webhookWith,
} from '../webhooks/registry.ts';
import { send } from '../webhooks/sender.ts';
import { print, withDatabase } from './with-database.ts';

export type AddWebhookOptions = CommandLineOptions & { readonly event?: readonly string[]; readonly team?: string };

export async function addWebhookCommand(address: string, options: AddWebhookOptions): Promise<void> {
  const url = readWebhookUrl(address).href;
  const asked = options.event ?? webhookEventTypes;
  const events = asked.filter(isWebhookEventType);
  const unknown = asked.filter((name) => !isWebhookEventType(name));
  if (unknown.length > 0) {
    throw new CodedError(
      'REQUEST_MALFORMED',
      `there is no event ${unknown.join(', ')}; there are ${webhookEventTypes.join(', ')}`,
    );
  }
  await withDatabase(options, async (db, configuration) => {
    const box = await openSecretBox(db, configuration);
    const teamId = options.team === undefined ? null : (await teamNamed(db, options.team)).id;
    const { id, secret } = await db.transaction().execute(async (trx) => {
      const added = await addWebhook(trx, box, { url, events, teamId });
      const detail = { host: new URL(url).host, events, teamId };
      await writeAudit(trx, { actor: consoleUser(), action: 'webhook.add', subject: added.id, detail });
      return added;
    });
    print(JSON.stringify({ id, url, events, teamId, secret }));
  });
}

export async function listWebhooksCommand(options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    for (const webhook of await listWebhooks(db)) print(JSON.stringify(webhook));
  });
}

export async function removeWebhookCommand(given: string, options: CommandLineOptions): Promise<void> {
  const id = readId(given);
  await withDatabase(options, async (db) => {
    await db.transaction().execute(async (trx) => {
      await removeWebhook(trx, id);
      await writeAudit(trx, { actor: consoleUser(), action: 'webhook.remove', subject: id });
    });
    print(JSON.stringify({ id, removed: true }));
  });
}

/** From this machine, at once, beside the outbox. Throws `CodedError` WEBHOOK_NOT_TAKEN. */
export async function testWebhookCommand(given: string, options: CommandLineOptions): Promise<void> {
  const id = readId(given);
  await withDatabase(options, async (db, configuration) => {
    const { url, secret } = await webhookWith(db, await openSecretBox(db, configuration), id);
    const message = {
      id: newId(),
      body: JSON.stringify({ type: 'webhook.test', timestamp: new Date().toISOString(), data: {} }),
    };
    const networks = listOf(configuration.webhookNetworks);
    const status = await send(new URL(url), message, secret, { networks }).catch((error: unknown) => {
      throw new CodedError('WEBHOOK_NOT_TAKEN', reasonOf(error), { cause: error });
    });
    if (status < 200 || status > 299) throw new CodedError('WEBHOOK_NOT_TAKEN', `answered ${status}`);
    print(JSON.stringify({ id, status }));
  });
}

export async function retryWebhookCommand(given: string, options: CommandLineOptions): Promise<void> {
  const id = readId(given);
  await withDatabase(options, async (db) => {
    const due = await retryWebhook(db, id);
    await writeAudit(db, { actor: consoleUser(), action: 'webhook.retry', subject: id, detail: { due } });
    print(JSON.stringify({ id, due }));
  });
}

function readId(given: string): Id {
  const id = Id.safeParse(given);
  if (!id.success) throw new CodedError('REQUEST_MALFORMED', 'the id is none');
  return id.data;
}
