import type { FileLimits } from '../../domain/file/file.ts';

export type FileSettings = FileLimits & {
  /** Where the contents are; the same for all nodes. */
  readonly folder: string;
  /** A program that is given the path of each new file; undefined: nothing is scanned. */
  readonly scanCommand: string | undefined;
};
