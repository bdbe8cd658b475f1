import { z } from 'zod';
import { Id } from '../ids.ts';

/** As the person has it; what a path would be made of is not in it. */
export const FileName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\\p{Cc}]+$/u);

/** RFC 2045 without parameters. */
export const FileType = z.string().regex(/^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/);

/** SHA-256 in hexadecimal. */
export const FileDigest = z.string().regex(/^[0-9a-f]{64}$/);

/** A small WebP or JPEG picture of it, in base64. It travels in a header of the upload. */
export const Thumbnail = z.string().regex(/^[A-Za-z0-9+/]{1,6000}={0,2}$/);
export type Thumbnail = z.infer<typeof Thumbnail>;

/** What is said of a file before its content goes up (Upload-Metadata of tus). `id` is that of the timeline's entry, made where the file was added. */
export const FileMetadata = z.object({
  id: Id,
  ticketId: Id,
  name: FileName,
  type: FileType,
  sha256: FileDigest,
  thumbnail: Thumbnail.nullable(),
});
export type FileMetadata = z.infer<typeof FileMetadata>;

/** What the server takes. */
export const FileLimits = z.object({
  mostBytes: z.int().positive(),
  /** `image/png`, or `image/*`. */
  types: z.array(z.string().max(120)).max(200),
});
export type FileLimits = z.infer<typeof FileLimits>;

export function isTypeAllowed({ types }: Pick<FileLimits, 'types'>, type: string): boolean {
  return types.some((each) => each === type || (each.endsWith('/*') && type.startsWith(each.slice(0, -1))));
}
