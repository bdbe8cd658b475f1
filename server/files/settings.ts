import type { FileLimits } from '../../domain/file/file.ts';
import type { BucketSettings } from './bucket/settings.ts';

/** How much may be stored, what is still coming included. */
export type FileRoom = {
  /** What one agent has sent. */
  readonly agentBytes: number;
  readonly agentFiles: number;
  /** Of everybody; undefined: as much as the storage takes. */
  readonly allBytes: number | undefined;
};

export type FileSettings = FileLimits & {
  readonly room: FileRoom;
  /** Where the contents are; the same for all nodes. */
  readonly storage: { readonly kind: 'folder'; readonly path: string } | ({ readonly kind: 'bucket' } & BucketSettings);
  /** A program that is given the path of each new file; undefined: nothing is scanned. */
  readonly scanCommand: string | undefined;
};
