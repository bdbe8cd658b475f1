/** Encrypted text and what encrypted it, as it is written to the disk. */
export type SealedSecret = {
  /** `gnome_libsecret`, `kwallet5`, ..., `keychain`, `dpapi`. */
  readonly backend: string;
  /** Base64. */
  readonly data: string;
};

export type Secrets = {
  /** Undefined: this machine has no keyring, the secret must stay in memory. */
  readonly seal: (text: string) => Promise<SealedSecret | undefined>;
  /** Undefined: it was sealed by something that is not there any more (another keyring, another user). */
  readonly open: (sealed: SealedSecret) => Promise<string | undefined>;
};

/** Electron's safeStorage, whichever half of its calls this version has. */
export type Storage = {
  readonly isEncryptionAvailable?: () => boolean;
  readonly encryptString?: (text: string) => Buffer;
  readonly decryptString?: (data: Buffer) => string;
  readonly isAsyncEncryptionAvailable?: () => Promise<boolean>;
  readonly encryptStringAsync?: (text: string) => Promise<Buffer>;
  readonly decryptStringAsync?: (data: Buffer) => Promise<{ readonly result: string }>;
  readonly getSelectedStorageBackend?: () => string;
};

/**
 * The one door to Electron's safeStorage. Electron 46 takes the synchronous calls away and 33 has only those, so it looks.
 * `basic_text` is refused: its key is in Chromium's source, whoever reads the file reads the secret.
 */
export function secretsOf(storage: Storage, platform: NodeJS.Platform): Secrets {
  const backend = async (): Promise<string | undefined> => {
    if (!(await isAvailable(storage))) return undefined;
    if (platform === 'darwin') return 'keychain';
    if (platform === 'win32') return 'dpapi';
    const selected = storage.getSelectedStorageBackend?.();
    return selected === undefined || selected === 'basic_text' || selected === 'unknown' ? undefined : selected;
  };
  return {
    seal: async (text) => {
      const by = await backend();
      if (by === undefined) return undefined;
      return { backend: by, data: (await encrypt(storage, text)).toString('base64') };
    },
    open: async (sealed) => {
      if ((await backend()) !== sealed.backend) return undefined;
      try {
        return await decrypt(storage, Buffer.from(sealed.data, 'base64'));
      } catch {
        return undefined;
      }
    },
  };
}

async function isAvailable(storage: Storage): Promise<boolean> {
  if (storage.isAsyncEncryptionAvailable !== undefined) return storage.isAsyncEncryptionAvailable();
  return storage.isEncryptionAvailable?.() ?? false;
}

async function encrypt(storage: Storage, text: string): Promise<Buffer> {
  if (storage.encryptStringAsync !== undefined) return storage.encryptStringAsync(text);
  if (storage.encryptString !== undefined) return storage.encryptString(text);
  throw new Error('safeStorage cannot encrypt');
}

async function decrypt(storage: Storage, data: Buffer): Promise<string> {
  if (storage.decryptStringAsync !== undefined) return (await storage.decryptStringAsync(data)).result;
  if (storage.decryptString !== undefined) return storage.decryptString(data);
  throw new Error('safeStorage cannot decrypt');
}
