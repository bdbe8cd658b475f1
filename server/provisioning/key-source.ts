import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '../../domain/errors.ts';
import { keptFile, readKept, writeWhole } from '../data-folder.ts';
import { SecretKey } from './secret-key.ts';

export type SecretKeys = {
  /** What everything is sealed with, or shall be. */
  readonly current: SecretKey;
  /** Still accepted for opening, and sealed with until everything has been sealed with the other. */
  readonly old: SecretKey | undefined;
};

/** Where a server has its keys from. What is wrong with them throws `CodedError` START_CONFIGURATION_INVALID. */
export type KeySource = {
  /** For whoever has to look there: where the keys are. */
  readonly current: string;
  readonly old: string;
  /** Undefined: there are none. */
  read(): Promise<SecretKeys | undefined>;
  /** The first key of a database that has sealed nothing yet. */
  first(): Promise<SecretKeys>;
  /** The same with another current key than the one in force (by its fingerprint), which is the old one then. */
  following(inForce: string): Promise<SecretKeys | undefined>;
  /** The same for servers that have a key at the same moment: those that read one file, or were given one key. */
  readonly together: string;
};

export type KeyOptions = {
  /** 32 bytes in hexadecimal; undefined: the key file of the data folder. */
  readonly secretKey: string | undefined;
  readonly oldSecretKey?: string | undefined;
  readonly dataFolder: string;
};

export function keySource({ secretKey, oldSecretKey, dataFolder }: KeyOptions): KeySource {
  return secretKey === undefined ? inFolder(dataFolder) : inSettings(secretKey, oldSecretKey);
}

/** Nobody but the administrator changes them, and a server learns of it at its next start. */
function inSettings(secretKey: string, oldSecretKey: string | undefined): KeySource {
  const current = new SecretKey(secretKey);
  const old = oldSecretKey === undefined ? undefined : new SecretKey(oldSecretKey);
  const keys = async (): Promise<SecretKeys> => await Promise.resolve({ current, old });
  return {
    current: 'CASQUE_SECRET_KEY',
    old: 'CASQUE_OLD_SECRET_KEY',
    read: keys,
    first: keys,
    following: async (inForce) => {
      if (current.fingerprint !== inForce) return await keys();
      throw new CodedError(
        'START_CONFIGURATION_INVALID',
        'everything is sealed with CASQUE_SECRET_KEY already; to replace it, set CASQUE_OLD_SECRET_KEY to it and CASQUE_SECRET_KEY to a new one, start every node with both, and give both to this command',
      );
    },
    together: `key ${current.fingerprint}`,
  };
}

/** Read again whenever a key is missing: the command that replaces them writes them here beside a server that runs. */
function inFolder(folder: string): KeySource {
  const [file, oldFile] = [join(folder, 'secret.key'), join(folder, 'secret.key.old')];
  const read = async (): Promise<SecretKeys | undefined> => {
    const [current, old] = [await readKept(file), await readKept(oldFile)];
    if (current === undefined) return undefined;
    return { current: keyIn(file, current), old: old === undefined ? undefined : keyIn(oldFile, old) };
  };
  return {
    current: file,
    old: oldFile,
    read,
    first: async () => ({ current: keyIn(file, await keptFile(file, newContent)), old: undefined }),
    following: async (inForce) => {
      const [keys, content] = [await read(), await readKept(file)];
      if (keys?.current.fingerprint !== inForce || content === undefined) return keys;
      // The command may be root's; the server is not.
      const owner = await stat(file);
      await writeWhole(oldFile, content, owner);
      await writeWhole(file, newContent(), owner);
      return await read();
    },
    together: `file ${hostname()} ${file}`,
  };
}

function newContent(): string {
  return `${SecretKey.newHex()}\n`;
}

function keyIn(file: string, content: string): SecretKey {
  try {
    return new SecretKey(content.trim());
  } catch (error) {
    throw new CodedError('START_CONFIGURATION_INVALID', `${file} is damaged`, { cause: error });
  }
}
