import { expect, it } from 'vitest';
import { logLine } from '../../../electron/log/log-line.ts';

const at = new Date('2026-01-05T09:00:00.000Z');
const forged = '2026-01-05T09:00:01.000Z error shell session-cleared';

it.each([
  ['a new line', '\n'],
  ['a carriage return', '\r'],
  ['a line separator', '\u2028'],
  ['an escape of the terminal', '\u001b[1A'],
])('what a page says stays one line that begins as ours, whatever it has in it: %s', (_, sign) => {
  const line = logLine(
    { at, level: 'warn', origin: 'desk', event: `x${sign}${forged}`, detail: `y${sign}${forged}` },
    [],
  );
  expect(line).toMatch(/^2026-01-05T09:00:00\.000Z warn {2}desk {2}x \S/);
  expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
});

it('a secret that is known is in no part of it', () => {
  const line = logLine({ at, level: 'info', origin: 'voice', event: 'sip-8f3a', detail: 'with sip-8f3a' }, [
    'sip-8f3a',
  ]);
  expect(line).toBe('2026-01-05T09:00:00.000Z info  voice *** with ***');
});
