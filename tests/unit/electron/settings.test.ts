import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../electron/settings/settings-file.ts';
import { SettingsChange } from '../../../renderer/bridges/settings.ts';

const defaults = {
  serverUrl: null,
  language: 'system',
  theme: 'system',
  density: 'dense',
  lastLogin: null,
  holdWarning: 60,
  holdReminder: 45,
  shortcuts: {},
  startAgain: false,
  globalKeys: {},
  headsets: [],
  updateUrl: null,
};

describe('a settings file', () => {
  test('that is absent gives the defaults', () => {
    expect(parseSettings(null)).toEqual({ settings: defaults, malformed: false });
  });

  test('that says one thing keeps the defaults for the rest', () => {
    expect(parseSettings('{"theme":"dark"}')).toEqual({ settings: { ...defaults, theme: 'dark' }, malformed: false });
  });

  test.each([
    '',
    '{',
    '[]',
    'null',
    '{"theme":"neon"}',
    '{"serverUrl":"ftp://x"}',
    '{"lastLogin":5}',
    '{"globalKeys":{"desk.signOut":"F1"}}',
  ])('that cannot be understood gives the defaults and says so: %s', (text) => {
    expect(parseSettings(text)).toEqual({ settings: defaults, malformed: true });
  });
});

test('a change sets back nothing that it does not name', () => {
  expect(SettingsChange.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
  expect(SettingsChange.safeParse({ theme: undefined }).success).toBe(false);
  // Which devices the phone may use is the shell's to keep.
  expect(SettingsChange.parse({ headsets: [{ vendorId: 1, productId: 1, name: '' }] })).toEqual({});
});
