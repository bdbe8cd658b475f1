import { expect, test } from 'vitest';
import { startOptions } from '../../../electron/start/options.ts';
import { serverUrlIn, themeIn } from '../../../electron/start/early-files.ts';

test('an ordinary start has no practice line and no prefilled sign-in', () => {
  expect(startOptions(['casque'], { CASQUE_PRACTICE_LOGIN: 'camille', CASQUE_PRACTICE_PASSWORD: 'x' })).toEqual({
    practice: false,
    customerCalls: false,
    practiceSignIn: null,
    settings: {},
    updateUrl: null,
    dial: undefined,
  });
});

test.each([
  [['casque', '--practice'], {}],
  [['casque'], { CASQUE_PRACTICE: '1' }],
])('practice is asked for by %j %j', (argv, env) => {
  const options = startOptions(argv, { ...env, CASQUE_PRACTICE_LOGIN: 'camille', CASQUE_PRACTICE_PASSWORD: 'demo' });
  expect(options.practice).toBe(true);
  expect(options.practiceSignIn).toEqual({ login: 'camille', password: 'demo' });
});

test('a customer calls by herself on the practice line only', () => {
  expect(startOptions(['casque', '--practice', '--customer-calls'], {}).customerCalls).toBe(true);
  expect(startOptions(['casque', '--practice'], {}).customerCalls).toBe(false);
  expect(startOptions(['casque', '--customer-calls'], {}).customerCalls).toBe(false);
});

test('the server of the environment comes first, unless it is none', () => {
  expect(startOptions(['casque'], { CASQUE_SERVER_URL: 'https://casque.example' }).settings).toEqual({
    serverUrl: 'https://casque.example',
  });
  expect(startOptions(['casque'], { CASQUE_SERVER_URL: 'casque.example' }).settings).toEqual({});
  expect(startOptions(['casque'], { CASQUE_SERVER_URL: '' }).settings).toEqual({});
});

test('a link given at the start is offered for dialling', () => {
  expect(startOptions(['casque', 'tel:+33298001234'], {}).dial).toBe('+33298001234');
});

test.each([
  ['{"theme":"dark"}', 'dark'],
  ['{ "theme" : "light" }', 'light'],
  ['{"theme":"neon"}', 'system'],
  ['{', 'system'],
  [null, 'system'],
])('the first frame of %s is %s', (text, theme) => {
  expect(themeIn(text)).toBe(theme);
});

test.each([
  ['{ "serverUrl": "http://casque.lan:8080", "theme": "dark" }', 'http://casque.lan:8080'],
  ['{ "serverUrl": null }', ''],
  ['{', ''],
  [null, ''],
])('the server of %s is known before the schemas are: %s', (text, url) => {
  expect(serverUrlIn(text)).toBe(url);
});
