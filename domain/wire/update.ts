import { z } from 'zod';

/** `1.4.0`; what follows a hyphen does not count. */
export const Version = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(-[\w.]{1,40})?$/);

/** `casque-update.json` beside the packages: the newest version, and its file for each kind of machine. */
export const UpdateFeed = z.object({
  version: Version,
  files: z.record(
    /** `linux-x64` */
    z.string().max(40),
    z.object({
      /** Beside the feed. */
      name: z.string().regex(/^[\w.-]{1,120}$/),
      /** Hexadecimal SHA-512 of the whole file. */
      sha512: z.string().regex(/^[0-9a-f]{128}$/),
      /** Bytes. */
      size: z.int().positive().max(2_000_000_000),
    }),
  ),
});
export type UpdateFeed = z.infer<typeof UpdateFeed>;

/** Whether one version is newer than another, by its three numbers. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  const first = a.findIndex((number, index) => number !== b[index]);
  return first >= 0 && (a[first] ?? 0) > (b[first] ?? 0);
}

function numbersOf(version: string): number[] {
  return version.replace(/-.*$/, '').split('.').map(Number);
}
