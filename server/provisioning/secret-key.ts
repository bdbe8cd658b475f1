import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Seals what the server must be able to read again. */
export class SecretKey {
  readonly #key: Buffer;
  /** Tells keys apart without telling anything of them. */
  readonly fingerprint: string;

  /** @param hex 32 bytes. Throws RangeError. */
  constructor(hex: string) {
    this.#key = Buffer.from(hex, 'hex');
    if (hex.length !== keyBytes * 2 || this.#key.length !== keyBytes)
      throw new RangeError('the key must have 32 bytes');
    const derived = Buffer.from(hkdfSync('sha256', this.#key, '', 'casque secret key fingerprint', 32));
    this.fingerprint = createHash('sha256').update(derived).digest('hex').slice(0, 16);
  }

  /** In hexadecimal. */
  static newHex(): string {
    return randomBytes(keyBytes).toString('hex');
  }

  /** nonce, tag and ciphertext; `context` says what it belongs to, and a secret moved elsewhere does not open. */
  seal(secret: string, context: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Undefined when the key or the context is another one, or a byte was changed. */
  open(sealed: Buffer, context: string): string | undefined {
    if (sealed.length < nonceBytes + tagBytes) return undefined;
    const decipher = createDecipheriv(algorithm, this.#key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = decipher.update(sealed.subarray(nonceBytes + tagBytes));
    try {
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
