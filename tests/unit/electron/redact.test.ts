import { describe, expect, test } from 'vitest';
import { redact } from '../../../electron/log/redact.ts';

describe('a log line that people send to support', () => {
  test.each([
    ['password=Soleil-2025', 'Soleil'],
    ['{"login":"camille","password":"Soleil 2025"}', 'Soleil'],
    ['Authorization: Digest username="201", nonce="8fa", response="0a1b2c"', '0a1b2c'],
    ['Proxy-Authorization: Bearer abc.def', 'abc'],
    ['token: kQ3v9s8d7f6g5h4j3k2l1q0w9e8r7t6y', 'kQ3v9'],
    ['sent with Bearer kQ3v9s8d7f6g', 'kQ3v9'],
    ['https://casque.example/?token=kQ3v9s8d7f6g&x=1', 'kQ3v9'],
    ['read kQ3v9s8d7f6g5h4j3k2l1q0w9e8r7t6y5u4i', 'kQ3v9'],
    ['call from +33298001234', '3329800'],
    ['call from 02 98 00 12 34', '98 00'],
    ['call from (02) 98-00-12-34', '98-00'],
    ['INVITE sip:0298001234@pbx.example', '0298001234'],
    ['mail of mme.roussel@orange.example', 'roussel'],
  ])('%s', (text, secret) => {
    expect(redact(text)).not.toContain(secret);
  });

  test.each([
    'voice-process-gone crashed, exit code 11',
    'ticket 0199c3a0-7b1e-7c40-9b1e-4f6f5d3c2a10 opened',
    'at 2026-01-31T12:34:56.789Z',
    'connect ECONNREFUSED 127.0.0.1:8088',
    'at openShell (app.asar/out/main/shell.js:12:345)',
    'PHONE_WRONG_PASSWORD',
  ])('keeps what support needs: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('known secrets go wherever they stand', () => {
    expect(redact('line says s3same!', ['s3same!'])).toBe('line says ***');
  });
});
