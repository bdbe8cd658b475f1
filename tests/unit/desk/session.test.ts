import { describe, expect, it } from 'vitest';
import { CallRules } from '../../../domain/wire/provisioning.ts';
import { clientIdFor } from '../../../renderer/desk/session/client-id.ts';
import { readReply, readServerAddress, refusalOf, signIn, type Fetch } from '../../../renderer/desk/session/sign-in.ts';

const agent = {
  id: '01980000-0000-7000-8000-000000000201',
  scope: '00000000-0000-0000-0000-000000000000',
  login: 'lea.martin',
  name: 'Léa Martin',
  role: 'agent',
  teamIds: ['01980000-0000-7000-8000-000000000001'],
  extension: '201',
};
const line = {
  aor: 'sip:201@pbx.example',
  authorizationUser: '201',
  password: 'secret',
  displayName: 'Léa Martin',
  servers: ['wss://pbx.example/ws'],
  iceServers: [],
  relayOnly: false,
  iceExpiresAt: null,
  registerExpires: 600,
  country: 'FR',
  calls: CallRules.parse({}),
};
const reply = {
  agent,
  teams: [],
  line,
  serverName: 'Casque',
  expiresAt: '2026-03-19T10:00:00.000Z',
  token: 'x'.repeat(43),
};
const request = { login: 'lea.martin', password: 'casque-demo', device: 'test' };

function answering(status: number, body: string): Fetch {
  return () => Promise.resolve(new Response(body, { status }));
}
const at = async (fetch: Fetch) => await signIn(fetch, 'https://casque.example', request);

describe('signing in', () => {
  it('gives the session of the server', async () => {
    expect(await at(answering(200, JSON.stringify(reply)))).toMatchObject({
      ok: true,
      value: { agent: { login: 'lea.martin' } },
    });
  });

  it.each([
    ['a wrong password', 401, JSON.stringify({ code: 'AUTH_WRONG_CREDENTIALS' }), 'AUTH_WRONG_CREDENTIALS'],
    ['too many attempts', 429, JSON.stringify({ code: 'AUTH_TOO_MANY_ATTEMPTS' }), 'AUTH_TOO_MANY_ATTEMPTS'],
    ['too many attempts, said by a proxy', 429, 'slow down', 'AUTH_TOO_MANY_ATTEMPTS'],
    ['a broken server', 502, '<html>', 'SERVER_UNAVAILABLE'],
    ['a page of something else', 200, '<html>hello</html>', 'SERVER_REPLY_MALFORMED'],
    ['another thing’s not found', 404, '', 'SERVER_REPLY_MALFORMED'],
    ['half a session', 200, JSON.stringify({ ...reply, agent: {} }), 'SERVER_REPLY_MALFORMED'],
    [
      'a line that cannot be',
      200,
      JSON.stringify({ ...reply, line: { ...line, aor: 'tel:1' } }),
      'PROVISIONING_MALFORMED',
    ],
  ])('tells %s from the others', async (_, status, body, code) => {
    expect(await at(answering(status, body))).toMatchObject({ ok: false, code });
  });

  it('says that the server does not answer', async () => {
    expect(await at(() => Promise.reject(new TypeError('fetch failed')))).toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  it('does not blame the line when the agent is wrong too', () => {
    expect(readReply({ ...reply, line: 'none', agent: null })).toMatchObject({
      code: 'SERVER_REPLY_MALFORMED',
    });
    expect(refusalOf(401, { code: 'AUTH_SESSION_ENDED' })).toBe('AUTH_SESSION_ENDED');
  });

  it('reads the server’s address as people type it', () => {
    expect(readServerAddress('casque.example')).toBe('https://casque.example');
    expect(readServerAddress(' https://casque.example/bureau ')).toBe('https://casque.example');
    expect(readServerAddress('localhost:8470')).toBe('http://localhost:8470');
    expect(readServerAddress('127.0.0.1:8470')).toBe('http://127.0.0.1:8470');
    for (const typed of ['', 'http://', 'deux mots', 'https://moi:secret@casque.example']) {
      expect(readServerAddress(typed)).toBeNull();
    }
  });
});

it('keeps one identity at the server per account and machine', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
  const first = clientIdFor(storage, 'https://a.example', agent.id);
  expect(clientIdFor(storage, 'https://a.example', agent.id)).toBe(first);
  expect(clientIdFor(storage, 'https://b.example', agent.id)).not.toBe(first);
});
