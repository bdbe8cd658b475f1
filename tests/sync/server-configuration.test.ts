import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/configuration.ts';
import { nestingOf } from '../../server/limits/nesting.ts';
import { readTlsFiles } from '../../server/tls.ts';
import { temporaryFolder } from './support/database.ts';
import { startTestServer } from './support/server.ts';

describe('the settings', () => {
  it.each([
    ['CASQUE_ORIGIN', 'app://desk', 'CASQUE_ORIGINS'],
    ['CASQUE_TRUST_PROXYS', 'loopback', 'CASQUE_TRUST_PROXY'],
    ['CASQUE_SESSIONS_HOURS', '4', 'CASQUE_SESSION_HOURS'],
  ])('do not pass over %s', (name, value, meant) => {
    expect(() => readConfiguration({ [name]: value })).toThrow(`${name} is not known; is ${meant} meant?`);
  });

  it('leave alone what is somebody else’s', () => {
    expect(() => readConfiguration({ CASQUE_REPORT: 'x', CASQUE_SERVER_URL: 'x', CASQUE_CACHE: 'x' })).not.toThrow();
  });

  it.each(['the proxy', '10.0.0.0/33', '10.0.0', '::1/129'])('take no "%s" for a proxy', (value) => {
    expect(() => readConfiguration({ CASQUE_TRUST_PROXY: value })).toThrow(/CASQUE_TRUST_PROXY: must be addresses/);
  });

  it.each(['loopback', '10.0.0.0/8, 192.168.1.4', 'fd00::/8'])('take "%s" for one', (value) => {
    expect(readConfiguration({ CASQUE_TRUST_PROXY: value }).trustProxy).toBe(value.replaceAll(' ', ''));
  });

  it.each([
    [{ CASQUE_S3_REGION: 'fr-par' }, 'CASQUE_S3_BUCKET is missing'],
    [{ CASQUE_S3_BUCKET: 'casque', CASQUE_S3_ACCESS_KEY: 'id' }, 'CASQUE_S3_SECRET_KEY go together'],
    [{ CASQUE_S3_BUCKET: 'casque', CASQUE_FILES: '/srv/files' }, 'either in a folder or in a bucket'],
    [{ CASQUE_S3_BUCKET: 'https://s3.example/casque' }, 'CASQUE_S3_BUCKET: must be the name of a bucket'],
    [{ CASQUE_S3_BUCKET: 'casque', CASQUE_S3_ENDPOINT: 's3.example' }, 'CASQUE_S3_ENDPOINT: must be the https://'],
    [
      { CASQUE_S3_BUCKET: 'casque', CASQUE_S3_ENDPOINT: 'https://id:tres-secret@s3.example' },
      'must have no keys in it',
    ],
  ])('do not leave open where files are: %o', (given, words) => {
    expect(() => readConfiguration(given)).toThrow(words);
    expect(() => readConfiguration(given)).not.toThrow('tres-secret');
  });

  it.each(['CASQUE_FILE_AGENT_MEGABYTES', 'CASQUE_FILE_ALL_MEGABYTES'])('have room for one file: %s', (name) => {
    const given = { CASQUE_FILE_MEGABYTES: '30', [name]: '29' };
    expect(() => readConfiguration(given)).toThrow(`${name} has no room for one file of CASQUE_FILE_MEGABYTES`);
    expect(() => readConfiguration({ ...given, [name]: '30' })).not.toThrow();
    expect(() => readConfiguration({ [name]: '0' })).toThrow(`${name}: `);
  });

  it('tell an address of a provider that is none', () => {
    const given = { CASQUE_OIDC_ISSUER: 'login.example', CASQUE_OIDC_CLIENT_ID: 'casque' };
    expect(() => readConfiguration(given)).toThrow('CASQUE_OIDC_ISSUER: must be the https:// address');
  });

  it('leave nobody without a way in', () => {
    expect(() => readConfiguration({ CASQUE_OIDC_ONLY: 'on' })).toThrow(
      'nobody could sign in without CASQUE_OIDC_ISSUER',
    );
    const provided = { CASQUE_OIDC_ISSUER: 'https://login.example', CASQUE_OIDC_CLIENT_ID: 'casque' };
    expect(readConfiguration({ ...provided, CASQUE_OIDC_ONLY: 'on' }).oidcOnly).toBe(true);
    expect(readConfiguration(provided).oidcOnly).toBe(false);
  });

  it('name everything that is wrong at once', () => {
    const wrong = { CASQUE_ORIGINS: '*', CASQUE_METRICS_TOKEN: 'short', CASQUE_DRAIN_SECONDS: 'long' };
    expect(() => readConfiguration(wrong)).toThrow(/CASQUE_ORIGINS.*; CASQUE_METRICS_TOKEN.*; CASQUE_DRAIN_SECONDS/);
    expect(() => readConfiguration({ CASQUE_TLS_KEY: 'key.pem' })).toThrow(/go together/);
  });
});

it('brackets in texts are not nesting', () => {
  expect(nestingOf('{"a":["[[[\\\\\\"[[", {"b":[]}]}', 64)).toBe(4);
  expect(nestingOf('["unended', 64)).toBe(1);
  expect(nestingOf('['.repeat(1_000_000), 64)).toBe(65);
});

describe('a certificate', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const name of ['one', 'other']) {
      const files = ['-keyout', path(`${name}.key`), '-out', path(`${name}.pem`)];
      const what = [
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=localhost',
      ];
      execFileSync('openssl', ['req', ...what, ...files], { stdio: 'ignore' });
    }
    await writeFile(path('text'), 'no certificate');
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it.each([
    ['one.pem', 'other.key', 'is not the key of'],
    ['text', 'one.key', 'holds no certificate'],
    ['one.pem', 'text', 'holds no private key'],
    ['nowhere', 'one.key', 'cannot be read'],
  ])('%s with %s is refused by name', async (certificate, key, words) => {
    await expect(readTlsFiles({ certificate: path(certificate), key: path(key) })).rejects.toThrow(words);
  });

  it('makes the server speak HTTPS', async () => {
    const tls = await readTlsFiles({ certificate: path('one.pem'), key: path('one.key') });
    const server = await startTestServer({ tls });
    const agent = new Agent({ ca: tls.cert });
    const status = await new Promise((done, fail) => {
      const { port } = new URL(server.url);
      httpsRequest({ host: '127.0.0.1', servername: 'localhost', port, path: '/health', agent }, ({ statusCode }) => {
        done(statusCode);
      })
        .on('error', fail)
        .end();
    });
    expect(status).toBe(200);
    agent.destroy();
    await server.stop();
  });

  it.each<[string, ConnectionOptions, string]>([
    ['TLS 1.3', {}, 'TLSv1.3'],
    ['TLS 1.2 with AES-GCM', { maxVersion: 'TLSv1.2' }, 'TLSv1.2'],
    ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }, 'refused'],
    ['a cipher of block chaining', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }, 'refused'],
  ])('with %s', async (_, options, expected) => {
    const tls = await readTlsFiles({ certificate: path('one.pem'), key: path('one.key') });
    const server = await startTestServer({ tls });
    const to = { host: '127.0.0.1', servername: 'localhost', port: Number(new URL(server.url).port), ca: tls.cert };
    const spoken = await new Promise((done) => {
      const socket = connect({ ...to, ...options }, () => {
        done(socket.getProtocol());
        socket.destroy();
      });
      socket.once('error', () => done('refused'));
    });
    expect(spoken).toBe(expected);
    await server.stop();
  });
});
