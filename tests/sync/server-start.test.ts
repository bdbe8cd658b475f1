import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Line } from '../../domain/wire/provisioning.ts';
import { createTestDatabase, runSql, temporaryFolder } from './support/database.ts';
import { request } from './support/desk.ts';
import { ServerProcess } from './support/server-process.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function folder(): Promise<string> {
  const path = await temporaryFolder();
  ends.push(async () => await rm(path, { recursive: true, force: true }));
  return path;
}

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ServerProcess {
  const server = new ServerProcess(args, environment);
  ends.push(async () => await server.kill('SIGTERM'));
  return server;
}

async function occupiedPort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(async () => await new Promise((done) => server.close(done)));
  return (server.address() as AddressInfo).port;
}

/** One line for a person, its code, no stack, exit code 1. */
async function expectSentence(server: ServerProcess, code: string, words: string): Promise<void> {
  const ended = await server.ended();
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.stderr).toContain(words);
  expect(ended.stderr).toContain(`[${code}]`);
  expect(ended.code).toBe(1);
}

describe('the start says in one sentence', () => {
  it('that the port is in use, and leaves no database behind', async () => {
    const data = await folder();
    const port = String(await occupiedPort());
    const server = start(['serve', '--data', data, '--port', port]);
    await expectSentence(server, 'START_PORT_IN_USE', `127.0.0.1:${port}`);
    await expect(stat(join(data, 'postgresql', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  // Root writes wherever the file system itself allows it: these two places refuse root too.
  it.each(['a file in the way', '/proc'])('that the data folder cannot be written: %s', async (place) => {
    const parent = await folder();
    await writeFile(join(parent, 'file'), '');
    const data = place === '/proc' ? '/proc/casque' : join(parent, 'file', 'data');
    await expectSentence(start(['serve', '--data', data, '--port', '0']), 'START_DATA_FOLDER_READ_ONLY', data);
  });

  it('that the database cannot be reached, without its password', async () => {
    const server = start(['serve', '--data', await folder(), '--port', '0'], {
      DATABASE_URL: 'postgres://casque:tres-secret@127.0.0.1:1/casque',
    });
    await expectSentence(server, 'START_DATABASE_UNREACHABLE', '127.0.0.1:1/casque');
    const { stdout, stderr } = await server.ended();
    expect(stdout + stderr).not.toContain('tres-secret');
  });

  it.each([
    ['CASQUE_PORT', 'huit mille'],
    ['CASQUE_SECRET_KEY', 'trop-court'],
    ['DATABASE_URL', 'mysql://casque:tres-secret@db/casque'],
    ['CASQUE_LOG_LEVEL', 'bavard'],
  ])('that %s is wrong, without repeating it', async (name, value) => {
    const server = start(['serve', '--data', await folder()], { [name]: value });
    await expectSentence(server, 'START_CONFIGURATION_INVALID', name);
    expect((await server.ended()).stderr).not.toContain(value);
  });

  it('that the key is not the one that sealed the secrets', async () => {
    const database = await createTestDatabase();
    ends.push(database.drop);
    const environment = (key: string) => ({ DATABASE_URL: database.url, CASQUE_SECRET_KEY: key.repeat(64) });
    const first = start(['serve', '--port', '0'], environment('a'));
    await first.listening();
    await first.kill('SIGTERM');
    const second = start(['serve', '--port', '0'], environment('b'));
    await expectSentence(second, 'START_CONFIGURATION_INVALID', 'another key');
  });

  it('that the database was made by a newer server', async () => {
    const database = await createTestDatabase();
    ends.push(database.drop);
    const environment = { DATABASE_URL: database.url, CASQUE_SECRET_KEY: 'c'.repeat(64) };
    const first = start(['serve', '--port', '0'], environment);
    await first.listening();
    await first.kill('SIGTERM');
    await runSql(database.url, `insert into kysely_migration values ('9999-from-the-future', '2099-01-01')`);
    await expectSentence(start(['serve', '--port', '0'], environment), 'START_DATABASE_NEWER', 'newer');
  });
});

describe('the embedded database', () => {
  const embedded = (data: string) => ['serve', '--data', data, '--port', '0'];

  it('is used by one server only', async () => {
    const data = await folder();
    await start(embedded(data)).listening();
    await expectSentence(start(embedded(data)), 'START_DATA_FOLDER_IN_USE', data);
  });

  it('stops with its server', async () => {
    const data = await folder();
    const server = start(embedded(data));
    const url = await server.listening();
    expect(await request(url, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok', database: 'ok' } });
    const ended = await server.kill('SIGTERM');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    await expect(stat(join(data, 'postgresql', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('does not mind a lock file that a crash left behind, whoever has that number now', async () => {
    const data = await folder();
    const first = start(embedded(data));
    await first.listening();
    await first.kill('SIGTERM');
    // A live process that is not PostgreSQL: this one.
    await writeFile(join(data, 'postgresql', 'postmaster.pid'), `${process.pid}\n${join(data, 'postgresql')}\n`);
    const url = await start(embedded(data)).listening();
    expect((await request(url, 'GET', '/health')).status).toBe(200);
  });

  it('takes another port when something else has taken its own', async () => {
    const data = await folder();
    const first = start(embedded(data));
    await first.listening();
    await first.kill('SIGTERM');
    const kept = JSON.parse(await readFile(join(data, 'postgresql.json'), 'utf8')) as {
      port: number;
      password: string;
    };
    await writeFile(join(data, 'postgresql.json'), JSON.stringify({ ...kept, port: await occupiedPort() }));
    const url = await start(embedded(data)).listening();
    expect((await request(url, 'GET', '/health')).status).toBe(200);
  });

  it('keeps its secrets to the owner', async () => {
    const data = await folder();
    const server = start(embedded(data));
    await server.listening();
    for (const name of ['postgresql.json', 'secret.key']) expect((await stat(join(data, name))).mode & 0o077).toBe(0);
    expect((await stat(data)).mode & 0o066).toBe(0);
  });
});

describe('the administrator', () => {
  it('makes a team, an agent and a line, beside the server that runs', async () => {
    const data = await folder();
    const server = start(['serve', '--data', data, '--port', '0']);
    const url = await server.listening();
    const command = async (args: string[], input?: string) =>
      await new ServerProcess([...args, '--data', data], {}, input).ended();
    expect(await command(['team', 'add', 'N1 Internet'])).toMatchObject({ code: 0, stderr: '' });
    const added = await command([
      'agent',
      'add',
      'lea',
      '--name',
      'Léa',
      '--team',
      'N1 Internet',
      '--extension',
      '201',
    ]);
    const { password } = JSON.parse(added.stdout) as { password: string };
    const line = {
      aor: 'sip:201@pbx.example',
      authorizationUser: '201',
      password: 'sip',
      displayName: 'Léa',
      servers: ['wss://pbx.example/ws'],
      iceServers: [],
      relayOnly: false,
      iceExpiresAt: null,
      registerExpires: 600,
      country: 'FR',
    };
    expect(await command(['line', 'set', 'lea'], JSON.stringify(line))).toMatchObject({ code: 0, stderr: '' });
    const work = { pauseReasons: [{ id: 'lunch', label: 'Repas', code: '2' }], wrapUp: { seconds: 30 } };
    const worked = await command(['team', 'work', 'N1 Internet'], JSON.stringify(work));
    expect(worked).toMatchObject({ code: 0, stderr: '' });
    expect(worked.stdout).toContain('"extension":30');
    expect((await command(['team', 'work', 'N1 Internet'], '{"wrapUp":{"seconds":-1}}')).code).toBe(1);
    const session = await request(url, 'POST', '/v1/session', { body: { login: 'lea', password, device: 'x' } });
    expect(session).toMatchObject({ status: 200, body: { line: Line.parse(line), agent: { name: 'Léa' } } });
    const wrong = await command(['line', 'set', 'lea'], JSON.stringify({ ...line, servers: ['http://pbx'] }));
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('[REQUEST_MALFORMED]');
    const again = await command(['agent', 'add', 'LEA', '--name', 'Léa bis']);
    expect(again.stderr).toContain('[MUTATION_ID_TAKEN]');
    const changed = await command(['agent', 'password', 'lea', '--password-stdin'], 'une phrase de passe');
    expect(JSON.parse(changed.stdout)).toEqual({ login: 'lea', sessionsEnded: 1 });
    const leaked = await command(['agent', 'password', 'lea', '--password-stdin'], '1qaz2wsx3edc');
    expect(leaked).toMatchObject({ code: 1, stderr: expect.stringContaining('tried first') as string });
    const { token } = session.body as { token: string };
    expect((await request(url, 'GET', '/v1/session', { token })).status).toBe(401);
  });
});
