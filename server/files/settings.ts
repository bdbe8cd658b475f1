import type { FileLimits } from '../../domain/file/file.ts';
import type { BucketSettings } from './bucket/settings.ts';

export type FileSettings = FileLimits & {
  /** Where the contents are; the same for all nodes. */
  readonly storage: { readonly kind: 'folder'; readonly path: string } | ({ readonly kind: 'bucket' } & BucketSettings);
  /** A program that is given the path of each new file; undefined: nothing is scanned. */
  readonly scanCommand: string | undefined;
};
