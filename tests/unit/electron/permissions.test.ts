import { expect, test } from 'vitest';
import { isAllowed } from '../../../electron/security/permissions.ts';

test.each([
  ['media', 'app://voice', ['audio'], true],
  ['media', 'app://voice/', ['audio'], true],
  ['media', 'app://voice', ['audio', 'video'], false],
  ['media', 'app://voice', ['video'], false],
  ['media', 'app://desk', ['audio'], false],
  ['media', 'https://casque.example', ['audio'], false],
  ['speaker-selection', 'app://voice', [], true],
  ['speaker-selection', 'app://desk', [], false],
  ['notifications', 'app://desk', [], true],
  ['notifications', 'app://voice', [], false],
  ['notifications', 'https://casque.example', [], false],
  ['persistent-storage', 'app://desk', [], true],
  ['geolocation', 'app://desk', [], false],
  ['display-capture', 'app://voice', [], false],
  ['hid', 'app://voice', [], true],
  ['hid', 'app://desk', [], false],
  ['hid', 'https://casque.example', [], false],
  ['usb', 'app://voice', [], false],
  ['serial', 'app://voice', [], false],
  ['openExternal', 'app://desk', [], false],
  ['clipboard-read', 'app://desk', [], false],
  ['media', '', ['audio'], false],
  ['media', 'null', ['audio'], false],
])('%s for %s (%j): %s', (permission, origin, media, granted) => {
  expect(isAllowed(permission, origin, media)).toBe(granted);
});
