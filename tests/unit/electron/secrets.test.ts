import { describe, expect, test } from 'vitest';
import { secretsOf, type Storage } from '../../../electron/session/secrets.ts';

const reversed = (text: string): string => Array.from(text).reverse().join('');

function synchronous(backend: string, available = true): Storage {
  return {
    isEncryptionAvailable: () => available,
    encryptString: (text) => Buffer.from(reversed(text)),
    decryptString: (data) => reversed(data.toString()),
    getSelectedStorageBackend: () => backend,
  };
}

function asynchronous(backend: string): Storage {
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(reversed(text))),
    decryptStringAsync: (data) => Promise.resolve({ result: reversed(data.toString()) }),
    getSelectedStorageBackend: () => backend,
  };
}

describe('a secret', () => {
  test.each([
    ['the synchronous calls of Electron 33', synchronous('gnome_libsecret'), 'linux', 'gnome_libsecret'],
    ['the asynchronous calls of Electron 46', asynchronous('kwallet6'), 'linux', 'kwallet6'],
    ['macOS', synchronous('', true), 'darwin', 'keychain'],
    ['Windows', asynchronous(''), 'win32', 'dpapi'],
  ] as const)('is sealed and opened by %s, which is noted', async (_, storage, platform, backend) => {
    const secrets = secretsOf(storage, platform);
    const sealed = await secrets.seal('mot de passe');
    expect(sealed?.backend).toBe(backend);
    expect(sealed?.data).not.toContain('mot de passe');
    expect(sealed && (await secrets.open(sealed))).toBe('mot de passe');
  });

  test.each([
    ['basic_text', synchronous('basic_text')],
    ['an unknown keyring', synchronous('unknown')],
    ['a keyring that is locked away', synchronous('gnome_libsecret', false)],
    ['no safeStorage at all', {}],
  ] as const)('is refused by %s', async (_, storage) => {
    expect(await secretsOf(storage, 'linux').seal('mot de passe')).toBeUndefined();
  });

  test('of another keyring is not opened', async () => {
    const sealed = await secretsOf(synchronous('gnome_libsecret'), 'linux').seal('mot de passe');
    expect(sealed && (await secretsOf(synchronous('kwallet6'), 'linux').open(sealed))).toBeUndefined();
  });

  test('that the keyring cannot decrypt is absent, not a crash', async () => {
    const broken: Storage = {
      ...synchronous('gnome_libsecret'),
      decryptString: () => {
        throw new Error('wrong key');
      },
    };
    expect(await secretsOf(broken, 'linux').open({ backend: 'gnome_libsecret', data: 'AAAA' })).toBeUndefined();
  });
});
