import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectStart, takeExpectedStart, type ExpectedStart } from '../../../renderer/desk/data/expected-data.ts';
import { Settings } from '../../../renderer/bridges/settings.ts';
import { StoredSession } from '../../../renderer/bridges/desk-bridge.ts';
import { Line } from '../../../domain/wire/provisioning.ts';
import { newId } from '../../../domain/ids.ts';
import { aTeam, anAgent } from '../store/support/desk.ts';

const team = aTeam('N1');
const line = Line.parse({
  aor: 'sip:201@pbx.example',
  authorizationUser: '201',
  password: 'secret of the line',
  displayName: 'Anne',
  servers: ['wss://pbx.example/ws'],
  iceServers: [{ urls: ['turn:turn.example'], username: 'u', credential: 'secret of the relay' }],
  registerExpires: 600,
  country: 'FR',
});
const session = StoredSession.parse({
  serverUrl: 'https://casque.example',
  token: 'secret-of-the-session-0123456789abcdef',
  key: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43), d: 'secret'.padEnd(43, 'd') },
  clientId: newId(),
  info: {
    agent: anAgent('Anne', [team]),
    teams: [team],
    line,
    serverName: 'Casque',
    expiresAt: '2026-12-01T00:00:00.000Z',
  },
});
const start: ExpectedStart = {
  settings: Settings.parse({}),
  systemLanguage: 'fr-FR',
  platform: 'linux',
  appVersion: '1.0.0',
  session,
  practice: false,
  practiceSignIn: { login: 'anne', password: 'secret of the practice' },
  notices: [],
};

describe('what the next start is likely to be', () => {
  let kept: Map<string, string>;
  beforeEach(() => {
    kept = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is the last one, without any secret', () => {
    expectStart(start);
    expect([...kept.values()].join()).not.toMatch(/secret/);
    const taken = takeExpectedStart();
    expect(taken).toMatchObject({
      settings: start.settings,
      practiceSignIn: null,
      session: {
        serverUrl: session.serverUrl,
        token: null,
        info: { agent: session.info.agent, line: { password: '' } },
      },
    });
    expect(taken?.session.info.line?.country).toBe('FR');
  });

  it('is tried once, until the shell has answered again', () => {
    expectStart(start);
    takeExpectedStart();
    expect(takeExpectedStart()).toBeNull();
  });

  it('is forgotten when the agent signs out', () => {
    expectStart(start);
    expectStart({ ...start, session: null });
    expect(kept.size).toBe(0);
  });

  it('is not kept on a full disk, and nothing fails for it', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      removeItem: () => undefined,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    expect(() => expectStart(start)).not.toThrow();
    expect(takeExpectedStart()).toBeNull();
  });

  it.each([
    ['damaged', () => '{"build":'],
    ['what another build wrote', (text: string) => text.replace(/"build":"[^"]*"/, '"build":"app://desk/other.js"')],
  ])('is not used when it is %s', (_, change) => {
    expectStart(start);
    const [key, text] = [...kept].find(([name]) => name.endsWith('start')) ?? ['', ''];
    kept.set(key, change(text));
    expect(takeExpectedStart()).toBeNull();
  });
});
