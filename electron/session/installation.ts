import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-write.ts';
import { readTextIfThere } from '../settings/settings-file.ts';

const Installation = z.object({ id: z.uuid() });

/** The UUID of this installation, made at its first start. Where it cannot be written it lives as long as this run. */
export async function installationId(file: string): Promise<string> {
  try {
    const text = await readTextIfThere(file);
    if (text !== null) return Installation.parse(JSON.parse(text)).id;
  } catch {
    // Damaged: a new one only means that the PBX keeps an old binding until it expires.
  }
  const id = randomUUID();
  await writeAtomically(file, `${JSON.stringify({ id })}\n`).catch(() => undefined);
  return id;
}
