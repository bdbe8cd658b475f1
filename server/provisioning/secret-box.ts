import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CodedError } from '../../domain/errors.ts';
import { keptFile } from '../data-folder.ts';
import type { Database } from '../database/schema.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Seals secrets that the server must be able to read again (SIP passwords), with a key that is not in the database. */
export class SecretBox {
  readonly #key: Buffer;

  /** `key`: 32 bytes. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new RangeError('the key must have 32 bytes');
    this.#key = key;
  }

  /** nonce, tag and ciphertext; `context` says what it belongs to, and a secret moved elsewhere does not open. */
  seal(secret: string, context: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the key or the context is another one, or a byte was changed. */
  open(sealed: Buffer, context: string): string {
    const decipher = createDecipheriv(algorithm, this.#key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return opened.toString('utf8');
  }

  /** Tells keys apart without telling anything of them. */
  fingerprint(): string {
    const derived = Buffer.from(hkdfSync('sha256', this.#key, '', 'casque secret key fingerprint', 32));
    return createHash('sha256').update(derived).digest('hex').slice(0, 16);
  }
}

/**
 * The box with the configured key, or else the data folder's (made the first time, mode 0600). Throws `CodedError`
 * START_CONFIGURATION_INVALID when the database's secrets were sealed with another key.
 */
export async function openSecretBox(
  db: Database,
  options: { readonly secretKey: string | undefined; readonly dataFolder: string },
): Promise<SecretBox> {
  const file = join(options.dataFolder, 'secret.key');
  const hex = options.secretKey ?? (await keptFile(file, () => `${randomBytes(32).toString('hex')}\n`)).trim();
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new CodedError('START_CONFIGURATION_INVALID', `${file} is damaged`);
  const box = new SecretBox(Buffer.from(hex, 'hex'));
  await db
    .insertInto('meta')
    .values({ key: 'secret-key', value: box.fingerprint() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await db.selectFrom('meta').select('value').where('key', '=', 'secret-key').executeTakeFirstOrThrow();
  if (kept.value !== box.fingerprint()) {
    const source = options.secretKey === undefined ? file : 'CASQUE_SECRET_KEY';
    throw new CodedError(
      'START_CONFIGURATION_INVALID',
      `the database's secrets were sealed with another key than ${source}`,
    );
  }
  return box;
}
