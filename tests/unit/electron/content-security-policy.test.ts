import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, plainOriginsOf } from '../../../electron/protocol/content-security-policy.ts';

function directives(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values];
    }),
  );
}

describe('the policy of a page', () => {
  test.each(['desk', 'voice'] as const)('of %s lets nothing in that is not asked for', (page) => {
    const policy = directives(contentSecurityPolicy({ page, nonce: 'abc' }));
    expect(policy['default-src']).toEqual(["'none'"]);
    const wasm = page === 'voice' ? ["'wasm-unsafe-eval'"] : [];
    expect(policy['script-src']).toEqual(["'self'", ...wasm, "'nonce-abc'"]);
    expect(policy['style-src']).toEqual(["'self'", "'nonce-abc'"]);
    expect(policy['object-src']).toEqual(["'none'"]);
    expect(policy['base-uri']).toEqual(["'none'"]);
    expect(policy['frame-ancestors']).toEqual(["'none'"]);
    expect(policy['require-trusted-types-for']).toEqual(["'script'"]);
    expect(Object.values(policy).flat()).not.toContain("'unsafe-inline'");
    expect(Object.values(policy).flat()).not.toContain("'unsafe-eval'");
    expect(Object.values(policy).flat()).not.toContain('*');
  });

  test('plain http and ws stay on this machine', () => {
    const { 'connect-src': connect } = directives(contentSecurityPolicy({ page: 'desk' }));
    expect(connect?.filter((source) => /^(http|ws):/.test(source))).toEqual([
      'http://127.0.0.1:*',
      'http://localhost:*',
      'ws://127.0.0.1:*',
      'ws://localhost:*',
    ]);
  });

  test('the configured server is added, with its socket', () => {
    const connect = plainOriginsOf(['http://casque.lan:8080/base']);
    expect(directives(contentSecurityPolicy({ page: 'desk', connect }))['connect-src']).toEqual(
      expect.arrayContaining(['http://casque.lan:8080', 'ws://casque.lan:8080']),
    );
  });

  test('the phone talks to no web server', () => {
    const { 'connect-src': connect } = directives(contentSecurityPolicy({ page: 'voice' }));
    expect(connect).not.toContain('https:');
  });

  test('a script’s answer carries no nonce', () => {
    expect(contentSecurityPolicy({ page: 'desk' })).not.toContain('nonce');
  });
});

test('an address cannot smuggle a directive into the policy', () => {
  expect(
    plainOriginsOf(["http://a.example/; script-src 'unsafe-inline'", 'javascript:alert(1)', '', 'ws://b.example/ws']),
  ).toEqual(['http://a.example', 'ws://a.example', 'ws://b.example']);
});

test('what every policy allows anyway needs no other policy', () => {
  expect(
    plainOriginsOf(['https://casque.example', 'wss://pbx.example/ws', 'http://127.0.0.1:8080', 'ws://localhost:1']),
  ).toEqual([]);
});
