import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Id } from '../../domain/ids.ts';

/** Whose calls they are; the password is the line's, which every desk of the agent is given at sign-in. */
export type LedgerLock = { readonly agentId: Id; readonly linePassword: string };

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const Content = z.object({ text: z.string() });

/** Seals what the phone keeps of its calls, so that only a desk with the same agent's line can read it (ADR 0015). */
export function sealLedger(text: string, lock: LedgerLock): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyOf(lock), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(lock.agentId));
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ text }), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Undefined when it was sealed for another agent, with another password of the line, or has been changed. */
export function openLedger(sealed: string, lock: LedgerLock): string | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(algorithm, keyOf(lock), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(lock.agentId));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return Content.parse(JSON.parse(opened.toString('utf8'))).text;
  } catch {
    return undefined;
  }
}

function keyOf({ agentId, linePassword }: LedgerLock): Buffer {
  return Buffer.from(hkdfSync('sha256', linePassword, agentId, 'casque calls ledger 1', 32));
}
