import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type Id } from '../../domain/ids.ts';
import { addWebhookCommand } from '../../server/command/webhooks.ts';
import { eraseContact } from '../../server/privacy/erase-contact.ts';
import { webhookEventTypes, type WebhookEventType } from '../../server/webhooks/event.ts';
import { takeDue } from '../../server/webhooks/outbox.ts';
import {
  addWebhook,
  listWebhooks,
  readWebhookUrl,
  removeWebhook,
  retryWebhook,
} from '../../server/webhooks/registry.ts';
import { TestDesk } from './support/desk.ts';
import { agents, teams } from './support/organisation.ts';
import { ServerProcess } from './support/server-process.ts';
import { secretKey, startTestServer, type TestServer } from './support/server.ts';
import { until } from './support/until.ts';
import { isSigned, WebhookReceiver } from './support/webhook-receiver.ts';

const metricsToken = 'prometheus-of-the-tests';
const allowed = { CASQUE_WEBHOOK_NETWORKS: '127.0.0.1,::1', CASQUE_WEBHOOK_ATTEMPTS: '3' };

let server: TestServer;
let receiver: WebhookReceiver;
let hooks: Id[];
beforeAll(async () => {
  server = await startTestServer({
    environment: { ...allowed, CASQUE_METRICS_TOKEN: metricsToken },
    webhooks: { waits: [1], period: 100 },
  });
});
afterAll(async () => await server.stop());
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  hooks = [];
});
afterEach(async () => {
  await server.db.transaction().execute(async (trx) => {
    for (const id of hooks) await removeWebhook(trx, id);
  });
  await receiver.stop();
});

async function add(
  on: TestServer,
  {
    events = webhookEventTypes,
    teamId = null,
    url = receiver.url,
  }: {
    readonly events?: readonly WebhookEventType[];
    readonly teamId?: Id | null;
    readonly url?: string;
  } = {},
): Promise<{ readonly id: Id; readonly secret: string }> {
  const added = await on.db
    .transaction()
    .execute(async (trx) => await addWebhook(trx, on.box, { url, events, teamId }));
  if (on === server) hooks.push(added.id);
  return added;
}

const summaryOf = async (id: Id, on = server) => (await listWebhooks(on.db)).find((webhook) => webhook.id === id);
const nothingLeft = async (id: Id) => await until('all is told', async () => (await summaryOf(id))?.waiting === 0);

function call(desk: TestDesk, id: Id, endedAt: string | null): void {
  desk.mutate('call.log@1', {
    id,
    teamId: teams.red,
    direction: 'incoming',
    number: '+33639980001',
    displayName: null,
    queue: null,
    startedAt: '2026-01-05T09:00:00.000Z',
    answeredAt: null,
    endedAt,
    outcome: endedAt === null ? null : 'missed',
  });
}

describe('a webhook', () => {
  it('is told what happens, once and signed, and who did it', async () => {
    const { id, secret } = await add(server);
    const alice = await TestDesk.signIn(server.url, 'alice');
    const ticketId = alice.newTicket(teams.red, 'Plus de son');
    await alice.push();
    const callId = newId();
    call(alice, callId, null);
    alice.mutate('note.add@1', { id: newId(), ticketId, text: 'rappelé' });
    alice.mutate('ticket.update@1', { id: ticketId, entryId: newId(), changes: { impact: { base: 3, value: 1 } } });
    await alice.push();
    call(alice, callId, '2026-01-05T09:00:20.000Z');
    await alice.push();
    await until('told', () => receiver.received.length >= 4);
    await nothingLeft(id);
    expect(receiver.received).toHaveLength(4);
    expect(receiver.received.every((received) => isSigned(received, secret))).toBe(true);
    expect(receiver.received.some((received) => isSigned(received, `${secret.slice(0, -4)}AAA=`))).toBe(false);
    expect(receiver.events('ticket.created')).toMatchObject([
      { data: { agentId: agents.alice.id, ticket: { id: ticketId, subject: 'Plus de son', scope: teams.red } } },
    ]);
    expect(receiver.events('ticket.updated')).toMatchObject([{ data: { changes: { impact: { from: 3, to: 1 } } } }]);
    expect(receiver.events('note.added')).toMatchObject([{ data: { note: { ticketId, text: 'rappelé' } } }]);
    expect(receiver.events('call.ended')).toMatchObject([{ data: { call: { id: callId, outcome: 'missed' } } }]);
  });

  it('is not told what was refused, and not told again what is pushed again', async () => {
    const { id } = await add(server);
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    alice.mutate('note.add@1', { id: newId(), ticketId: newId(), text: 'sur aucun ticket' });
    const mutations = [...alice.outbox];
    await alice.tryPush(mutations);
    await alice.tryPush(mutations);
    await nothingLeft(id);
    expect(receiver.received).toHaveLength(1);
  });

  it('of one team is told of that team, and what it asked for', async () => {
    const { id } = await add(server, { teamId: teams.blue, events: ['ticket.created'] });
    const dave = await TestDesk.signIn(server.url, 'dave');
    dave.newTicket(teams.red, 'rouge');
    const ticketId = dave.newTicket(teams.blue, 'bleu');
    dave.mutate('note.add@1', { id: newId(), ticketId, text: 'rien pour lui' });
    await dave.push();
    await nothingLeft(id);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.events('ticket.created')).toMatchObject([{ data: { ticket: { subject: 'bleu' } } }]);
  });

  it('that fails is tried again with the same id', async () => {
    const { id } = await add(server, { events: ['ticket.created'] });
    receiver.answer = () => (receiver.received.length < 3 ? 503 : 204);
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    await until('three attempts', () => receiver.received.length === 3);
    await nothingLeft(id);
    expect(new Set(receiver.received.map((received) => received.id)).size).toBe(1);
    expect(await summaryOf(id)).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('that goes on failing is given up, which the metrics tell, and a command tries again', async () => {
    const { id } = await add(server, { events: ['ticket.created'] });
    receiver.answer = () => 500;
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    await until('given up', async () => (await summaryOf(id))?.dead === 1);
    expect(receiver.received).toHaveLength(3);
    expect(await summaryOf(id)).toMatchObject({ waiting: 0, dead: 1, lastFailure: 'answered 500' });
    const metrics = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    const text = await metrics.text();
    expect(text).toContain('casque_webhook_deliveries{state="dead"} 1');
    expect(text).toMatch(/casque_webhook_attempts_total\{outcome="dead"\} [1-9]/);
    receiver.answer = () => 204;
    expect(await retryWebhook(server.db, id)).toBe(1);
    await until('told', async () => (await summaryOf(id))?.dead === 0 && receiver.received.length === 4);
    await nothingLeft(id);
  });

  it('that is gone for good (410) is not tried again, and a redirection is not followed', async () => {
    const { id } = await add(server, { events: ['ticket.created'] });
    receiver.answer = () => 410;
    const alice = await TestDesk.signIn(server.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    await until('given up', async () => (await summaryOf(id))?.dead === 1);
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => ({ status: 307, location: `${receiver.url}elsewhere` });
    await retryWebhook(server.db, id);
    await until('given up', async () => (await summaryOf(id))?.lastFailure === 'answered 307');
    await until('given up again', async () => (await summaryOf(id))?.dead === 1);
    expect(receiver.received.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });

  it('does not hold another one up', async () => {
    const silent = await WebhookReceiver.start();
    silent.answer = () => 500;
    const bad = await add(server, { events: ['ticket.created'], url: silent.url });
    const good = await add(server, { events: ['ticket.created'] });
    const alice = await TestDesk.signIn(server.url, 'alice');
    for (let count = 0; count < 20; count += 1) alice.newTicket(teams.red);
    await alice.push();
    await nothingLeft(good.id);
    expect(receiver.received).toHaveLength(20);
    await until('the other is given up', async () => (await summaryOf(bad.id))?.dead === 20);
    await silent.stop();
  });

  it('is told of a contact that was corrected, with what each field was, and not of what changed nothing', async () => {
    const { id } = await add(server, { events: ['contact.updated'] });
    const alice = await TestDesk.signIn(server.url, 'alice');
    const contactId = newId();
    const rest = { organisation: null, town: 'Brest', email: null, numbers: [], customerNumber: null };
    alice.mutate('contact.create@1', { id: contactId, name: 'Zoé', ...rest });
    const town = (base: string, value: string) =>
      alice.mutate('contact.update@1', { id: contactId, changes: { town: { base, value } } });
    town('Brest', 'Brest');
    await alice.push();
    town('Brest', 'Quimper');
    await alice.push();
    await until('told', () => receiver.received.length >= 1);
    await nothingLeft(id);
    expect(receiver.events('contact.updated')).toMatchObject([
      {
        data: {
          agentId: agents.alice.id,
          contact: { id: contactId, name: 'Zoé', town: 'Quimper' },
          changes: { town: { from: 'Brest', to: 'Quimper' } },
        },
      },
    ]);
    expect(receiver.received).toHaveLength(1);
  });

  it('is not told of a person who was erased meanwhile', async () => {
    const { id } = await add(server);
    receiver.answer = () => 500;
    const alice = await TestDesk.signIn(server.url, 'alice');
    const contactId = newId();
    const rest = { organisation: null, town: null, email: null, numbers: [], customerNumber: null };
    alice.mutate('contact.create@1', { id: contactId, name: 'Zoé', ...rest });
    alice.newTicket(teams.red, 'de quelqu’un d’autre');
    await alice.push();
    await until('given up', async () => (await summaryOf(id))?.dead === 2);
    await eraseContact(server.db, contactId, true);
    expect(await summaryOf(id)).toMatchObject({ dead: 1, waiting: 0 });
  });
});

describe('several nodes', () => {
  it('tell each thing once, and one takes over what another died with', async () => {
    const { id } = await add(server, { events: ['ticket.created'] });
    const nodes = [await server.startNode(), await server.startNode()];
    const alice = await TestDesk.signIn(server.url, 'alice');
    for (let count = 0; count < 40; count += 1) alice.newTicket(teams.red);
    await alice.push();
    await nothingLeft(id);
    expect(receiver.received).toHaveLength(40);
    expect(new Set(receiver.received.map((received) => received.id)).size).toBe(40);

    // A webhook on which this node is said to be busy is taken by nobody; then as a node does that dies at once.
    receiver.answer = () => 503;
    alice.newTicket(teams.red);
    await alice.push();
    await until('given up', async () => (await summaryOf(id))?.dead === 1);
    await server.db.transaction().execute(async (trx) => {
      await sql`update webhook_deliveries set dead_at = null, attempts = 0, due_at = now()`.execute(trx);
      expect(await takeDue(trx, [id])).toEqual([]);
      expect(await takeDue(trx, [])).toMatchObject([{ webhookId: id, attempts: 1, type: 'ticket.created' }]);
      expect(await takeDue(trx, [])).toEqual([]);
      await sql`update webhook_deliveries set due_at = now() - interval '1 second'`.execute(trx);
    });
    receiver.answer = () => 204;
    await nothingLeft(id);
    for (const node of nodes) await node.stop();
  });
});

describe('an address', () => {
  it('that is not public is reached only where the settings say so', async () => {
    const strict = await startTestServer({ environment: { CASQUE_WEBHOOK_ATTEMPTS: '1' } });
    const added = [
      await add(strict, { events: ['ticket.created'] }),
      await add(strict, { events: ['ticket.created'], url: `http://localhost:${receiver.port}/` }),
      await add(strict, { events: ['ticket.created'], url: `https://[::ffff:127.0.0.1]:${receiver.port}/` }),
      await add(strict, { events: ['ticket.created'], url: `http://0x7f.1:${receiver.port}/` }),
    ];
    const alice = await TestDesk.signIn(strict.url, 'alice');
    alice.newTicket(teams.red);
    await alice.push();
    for (const { id } of added) {
      await until('refused', async () => (await summaryOf(id, strict))?.dead === 1);
      expect((await summaryOf(id, strict))?.lastFailure).toMatch(/^AddressRefused/);
    }
    expect(receiver.received).toEqual([]);
    await strict.stop();
  });

  it.each(['ftp://example.org/', 'example.org', 'https://user:word@example.org/', 'javascript:alert(1)'])(
    'is none of a webhook: %s',
    (address) => expect(() => readWebhookUrl(address)).toThrow(/REQUEST_MALFORMED/),
  );
});

describe('the commands', () => {
  const command = async (...args: string[]) =>
    await new ServerProcess(args, {
      ...allowed,
      DATABASE_URL: server.databaseUrl,
      CASQUE_SECRET_KEY: secretKey,
    }).ended();

  it('add, test, list and remove a webhook, and keep its secret to themselves', { timeout: 180_000 }, async () => {
    const added = await command('webhook', 'add', receiver.url, '--event', 'ticket.created', '--team', 'red');
    const { id, secret } = JSON.parse(added.stdout) as { id: Id; secret: string };
    hooks.push(id);
    expect(JSON.parse((await command('webhook', 'test', id)).stdout)).toMatchObject({ id, status: 204 });
    expect(isSigned(receiver.received[0]!, secret)).toBe(true);
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ type: 'webhook.test' });
    receiver.answer = () => 404;
    const failed = await command('webhook', 'test', id);
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stderr).toMatch(/did not take the message: answered 404 \[WEBHOOK_NOT_TAKEN\]/);
    const listed = await command('webhook', 'list');
    expect(listed.stdout).toContain(`"id":"${id}"`);
    expect(listed.stdout).not.toContain(secret);
    const kept = await sql<{ all: string }>`select encode(secret, 'escape') as all from webhooks`.execute(server.db);
    expect(kept.rows[0]!.all).not.toContain(secret.slice(6, 30));
    expect((await command('webhook', 'remove', id)).code).toBe(0);
    hooks = [];
    expect(await summaryOf(id)).toBeUndefined();
    const audit = await sql<{ action: string }>`select action from audit where action like 'webhook.%'`.execute(
      server.db,
    );
    expect(audit.rows.map(({ action }) => action)).toEqual(['webhook.add', 'webhook.remove']);
  });

  it('say which events there are', async () => {
    const wrong = addWebhookCommand(receiver.url, { event: ['ticket.created', 'ticket.eaten'] });
    await expect(wrong).rejects.toThrow(/no event ticket\.eaten; there are ticket\.created, /);
  });
});
