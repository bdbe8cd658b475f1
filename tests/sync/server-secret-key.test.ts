import { chown, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { CarriedCallsReply, DraftExchangeReply } from '../../domain/wire/carried.ts';
import { Line } from '../../domain/wire/provisioning.ts';
import { protocolVersion } from '../../domain/wire/sync.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { connect } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import type { Database } from '../../server/database/schema.ts';
import { setLine } from '../../server/provisioning/lines.ts';
import { sealedTables } from '../../server/provisioning/replace-key.ts';
import { openSecretBox } from '../../server/provisioning/secret-box.ts';
import { SecretKey } from '../../server/provisioning/secret-key.ts';
import { addWebhook } from '../../server/webhooks/registry.ts';
import { createTestDatabase, runSql, temporaryFolder, type TestDatabase } from './support/database.ts';
import { request, signIn, type Session } from './support/desk.ts';
import { agents, fillOrganisation } from './support/organisation.ts';
import { ServerProcess, type Ended } from './support/server-process.ts';
import { until } from './support/until.ts';

const [keyA, keyB, keyC] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];

let database: TestDatabase;
let db: Database;
let folder: string;
let ends: (() => Promise<unknown>)[];
beforeEach(async () => {
  ends = [];
  database = await createTestDatabase();
  folder = await temporaryFolder();
  db = await connect(database.url, { connections: 2 });
  await migrate(db);
  await fillOrganisation(db);
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  await db.destroy();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Keys = Readonly<Record<string, string>>;

async function start(keys: Keys = {}): Promise<{ readonly url: string; stop(): Promise<Ended> }> {
  const server = run(['serve', '--port', '0'], keys);
  ends.push(async () => await server.kill('SIGTERM'));
  return { url: await server.listening(), stop: async () => await server.kill('SIGTERM') };
}

function run(args: readonly string[], keys: Keys = {}): ServerProcess {
  return new ServerProcess([...args, '--data', folder], { DATABASE_URL: database.url, ...keys });
}

const replace = async (keys: Keys = {}): Promise<Ended> => await run(['secret-key', 'replace'], keys).ended();

/** What is sealed: a line and a webhook. */
async function seal(keys: Keys = {}): Promise<void> {
  const box = await openSecretBox(db, readConfiguration({ CASQUE_DATA: folder, ...keys }));
  const line = { aor: 'sip:201@pbx.example', authorizationUser: '201', password: 'sip-secret', displayName: 'Alice' };
  const rest = { servers: ['wss://pbx.example/ws'], iceServers: [], registerExpires: 600, country: 'FR' };
  await setLine(db, box, agents.alice.id, Line.parse({ ...line, ...rest }));
  await db.transaction().execute(async (trx) => {
    await addWebhook(trx, box, { url: 'https://erp.example/casque', events: ['ticket.created'], teamId: null });
  });
}

async function sipSecret(url: string): Promise<string | undefined> {
  return (await signIn(url, 'alice')).line?.password;
}

const words = (text: string) => ({ key: `note:${agents.alice.id}`, text, savedAt: new Date().toISOString() });

async function exchange(url: string, { token }: Session, ...drafts: ReturnType<typeof words>[]): Promise<string[]> {
  const body = { protocol: protocolVersion, since: null, drafts };
  const answer = await request(url, 'POST', '/v1/drafts', { token, body });
  expect(answer.status).toBe(200);
  return DraftExchangeReply.parse(answer.body).drafts.map(({ text }) => text);
}

/** How many secrets there are, and how many of them this key opens. */
async function openedBy(hex: string): Promise<{ readonly all: number; readonly opened: number }> {
  const key = new SecretKey(hex);
  let [all, opened] = [0, 0];
  for (const { table, column, keys, contextOf } of sealedTables) {
    const found = await sql<Record<string, string> & { secret: Buffer }>`
      select *, ${sql.ref(column)} as secret from ${sql.table(table)}`.execute(db);
    for (const row of found.rows) {
      all += 1;
      if (key.open(row.secret, contextOf(...keys.map((name) => row[name]!))) !== undefined) opened += 1;
    }
  }
  return { all, opened };
}

const keyFile = async (name: string) => (await readFile(join(folder, name), 'utf8')).trim();

/** The command, as it waits in the middle of its transaction; the lines are sealed anew by then. */
async function stopInTheMiddle(): Promise<{ readonly command: ServerProcess; goOn(): Promise<void> }> {
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from webhooks for update');
  const command = run(['secret-key', 'replace']);
  await until('the command waits for the webhooks', async () => {
    const waiting = await runSql(
      database.url,
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'update "webhooks" set "secret"%'`,
    );
    return waiting.length > 0;
  });
  return {
    command,
    goOn: async () => {
      await holder.query('commit');
      await holder.end();
    },
  };
}

/** What seals waits for the command, or the other way round. */
async function advisoryLockWaits(): Promise<void> {
  await until('one waits for the other', async () => {
    const waiting = await runSql(database.url, `select from pg_locks where locktype = 'advisory' and not granted`);
    return waiting.length > 0;
  });
}

describe('the key in the data folder is replaced', () => {
  it('beside a server that works, which goes on giving out what was sealed before and since', async () => {
    await seal();
    const { url } = await start();
    const [home, office] = [await signIn(url, 'alice'), await signIn(url, 'alice')];
    expect(home.line?.password).toBe('sip-secret');
    await exchange(url, home, words('La box redém'));
    const calls = { installation: newId(), sealed: 'sealed by the desk' };
    expect((await request(url, 'PUT', '/v1/calls', { token: home.token, body: calls })).status).toBe(204);

    const before = await keyFile('secret.key');
    // The command may be root's where the server is not.
    if (process.getuid?.() === 0) await chown(join(folder, 'secret.key'), 65_534, 65_534);
    const { uid, gid } = await stat(join(folder, 'secret.key'));
    const ended = await replace();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const sealed = { lines: 1, webhooks: 1, carried_drafts: 1, carried_calls: 1 };
    expect(JSON.parse(ended.stdout)).toMatchObject({ sealed });
    expect(await keyFile('secret.key.old')).toBe(before);
    expect(await openedBy(before)).toEqual({ all: 4, opened: 0 });
    expect(await openedBy(await keyFile('secret.key'))).toEqual({ all: 4, opened: 4 });
    for (const name of ['secret.key', 'secret.key.old']) {
      const file = await stat(join(folder, name));
      expect({ uid: file.uid, gid: file.gid, others: file.mode & 0o077 }).toEqual({ uid, gid, others: 0 });
    }

    expect(await sipSecret(url)).toBe('sip-secret');
    expect(await exchange(url, office)).toEqual(['La box redém']);
    const carried = await request(url, 'GET', '/v1/calls', { token: office.token });
    expect(CarriedCallsReply.parse(carried.body).calls?.sealed).toBe('sealed by the desk');
    await exchange(url, office, words('La box redémarre'));
    expect(await openedBy(await keyFile('secret.key'))).toEqual({ all: 4, opened: 4 });

    const [audited] = await runSql(database.url, `select actor, detail from audit where action = 'secret-key.replace'`);
    expect(audited).toMatchObject({ actor: expect.stringMatching(/^console:./) as string, detail: { sealed } });
    expect(JSON.stringify(audited) + ended.stdout).not.toContain(await keyFile('secret.key'));
  });

  it('a second time, and opens with the last one alone', async () => {
    await seal();
    const first = await keyFile('secret.key');
    await replace();
    const second = await keyFile('secret.key');
    expect(await replace()).toMatchObject({ code: 0, stderr: '' });
    expect(new Set([first, second, await keyFile('secret.key')]).size).toBe(3);
    expect(await keyFile('secret.key.old')).toBe(second);
    await rm(join(folder, 'secret.key.old'));
    expect(await sipSecret((await start()).url)).toBe('sip-secret');
  });

  it('and words that are written meanwhile are sealed with the new one', async () => {
    await seal();
    const { url } = await start();
    const [home, office] = [await signIn(url, 'alice'), await signIn(url, 'alice')];
    const { command, goOn } = await stopInTheMiddle();
    expect(await sipSecret(url)).toBe('sip-secret');
    const written = exchange(url, home, words('écrit pendant ce temps'));
    await advisoryLockWaits();
    await goOn();
    expect(await command.ended()).toMatchObject({ code: 0, stderr: '' });
    await written;
    expect(await openedBy(await keyFile('secret.key'))).toEqual({ all: 3, opened: 3 });
    expect(await exchange(url, office)).toEqual(['écrit pendant ce temps']);
  });

  it('and waits for what is just being sealed with the old one', async () => {
    await seal();
    const box = await openSecretBox(db, readConfiguration({ CASQUE_DATA: folder }));
    const command = await db.transaction().execute(async (trx) => {
      await addWebhook(trx, box, { url: 'https://crm.example', events: ['ticket.updated'], teamId: null });
      const waiting = run(['secret-key', 'replace']);
      await advisoryLockWaits();
      return waiting;
    });
    expect(await command.ended()).toMatchObject({ code: 0, stderr: '' });
    expect(await openedBy(await keyFile('secret.key'))).toEqual({ all: 3, opened: 3 });
  });

  it('not at all by a command that is killed in the middle, and wholly by the next one', async () => {
    await seal();
    const { url, stop } = await start();
    const home = await signIn(url, 'alice');
    const before = await keyFile('secret.key');
    const { command, goOn } = await stopInTheMiddle();
    const written = exchange(url, home, words('écrit pendant ce temps'));
    await advisoryLockWaits();
    await command.kill('SIGKILL');
    await goOn();
    await written;
    expect(await openedBy(before)).toEqual({ all: 3, opened: 3 });
    expect(await runSql(database.url, `select from audit where action = 'secret-key.replace'`)).toEqual([]);
    expect(await sipSecret(url)).toBe('sip-secret');
    // The files are those of the change that did not come about.
    expect(await keyFile('secret.key.old')).toBe(before);
    await stop();
    const again = await start();
    expect(await sipSecret(again.url)).toBe('sip-secret');
    await exchange(again.url, home, words('et après'));
    expect(await openedBy(before)).toEqual({ all: 3, opened: 3 });

    expect(await replace()).toMatchObject({ code: 0, stderr: '' });
    expect(await keyFile('secret.key.old')).toBe(before);
    expect(await openedBy(await keyFile('secret.key'))).toEqual({ all: 3, opened: 3 });
    expect(await sipSecret(again.url)).toBe('sip-secret');
  });

  it('or everything stays as it is when something does not open', async () => {
    await seal();
    await runSql(database.url, `update webhooks set secret = set_byte(secret, 40, get_byte(secret, 40) # 1)`);
    const ended = await replace();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/nothing was changed: in webhooks, what is sealed for "webhook .* does not open/);
    expect(await sipSecret((await start()).url)).toBe('sip-secret');
  });
});

describe('a key in the settings is replaced', () => {
  const onlyA = { CASQUE_SECRET_KEY: keyA };
  const both = { CASQUE_SECRET_KEY: keyB, CASQUE_OLD_SECRET_KEY: keyA };

  it('once every node knows both, and then the old one is good for nothing', async () => {
    await seal(onlyA);
    const [first, second] = [await start(onlyA), await start(both)];
    // The nodes that know both seal with the old one until then: the others can read it.
    const [there, here] = [await signIn(second.url, 'alice'), await signIn(first.url, 'alice')];
    await exchange(second.url, there, words('du bureau'));
    expect(await exchange(first.url, here)).toEqual(['du bureau']);
    const refused = await replace(both);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('1 of the nodes that run would not know the new key');
    await first.stop();
    const third = await start(both);
    expect(await replace(both)).toMatchObject({ code: 0, stderr: '' });
    for (const { url } of [second, third]) expect(await sipSecret(url)).toBe('sip-secret');
    expect(await openedBy(keyB)).toEqual({ all: 3, opened: 3 });
    await second.stop();
    const last = await start({ CASQUE_SECRET_KEY: keyB });
    for (const { url } of [third, last]) expect(await exchange(url, there)).toEqual(['du bureau']);
    expect((await run(['serve', '--port', '0'], onlyA).ended()).stderr).toContain('another key than CASQUE_SECRET_KEY');
  });

  it.each([
    ['with no other key', onlyA, 'everything is sealed with CASQUE_SECRET_KEY already; to replace it'],
    ['with another key alone', { CASQUE_SECRET_KEY: keyB }, 'another key than CASQUE_SECRET_KEY ['],
    [
      'with another old key',
      { CASQUE_SECRET_KEY: keyB, CASQUE_OLD_SECRET_KEY: keyC },
      'another key than CASQUE_SECRET_KEY and CASQUE_OLD_SECRET_KEY',
    ],
    ['with an old key alone', { CASQUE_OLD_SECRET_KEY: keyA }, 'CASQUE_OLD_SECRET_KEY stands beside another'],
    ['with one key twice', { ...both, CASQUE_OLD_SECRET_KEY: keyB }, 'CASQUE_OLD_SECRET_KEY stands beside another'],
    ['with half a key', { ...both, CASQUE_OLD_SECRET_KEY: 'ab' }, 'CASQUE_OLD_SECRET_KEY: must be 64'],
  ])('not %s, and that is said', async (_what, keys: Keys, sentence) => {
    await seal(onlyA);
    const ended = await replace(keys);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).toContain('[START_CONFIGURATION_INVALID]');
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).not.toMatch(/([abc])\1{9}/);
    expect(await openedBy(keyA)).toEqual({ all: 2, opened: 2 });
  });
});

it('a key file that has gone is not made anew but missed, by the start and by the command', async () => {
  await seal();
  await rm(join(folder, 'secret.key'));
  for (const ended of [await run(['serve', '--port', '0']).ended(), await replace()]) {
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`${join(folder, 'secret.key')} is missing`);
  }
  await expect(stat(join(folder, 'secret.key'))).rejects.toThrow('ENOENT');
  await writeFile(join(folder, 'secret.key'), 'not a key\n');
  expect((await replace()).stderr).toContain('secret.key is damaged');

  // What the guide says for one that is lost.
  await rm(join(folder, 'secret.key'));
  const guide = await readFile(new URL('../../docs/administration.md', import.meta.url), 'utf8');
  const forgetting = /`(delete from lines; [^`]+)`/.exec(guide)?.[1];
  await runSql(database.url, forgetting ?? '');
  expect((await signIn((await start()).url, 'alice')).line).toBeNull();
});

it('every column of bytes is sealed again, but for the hashes of tokens', async () => {
  const found = await runSql(
    database.url,
    `select table_name || '.' || column_name as name from information_schema.columns
      where data_type = 'bytea' and table_schema = current_schema() order by name`,
  );
  const known = sealedTables.map(({ table, column }) => `${table}.${column}`);
  expect(found.map(({ name }) => name)).toEqual([...known, 'sessions.token_hash'].toSorted());
});
