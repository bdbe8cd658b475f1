import type { DebianRoot } from './debian-root.d.mts';

/** The folder in which the tests' S3 storage runs; complete only when `isMissing()` gives `undefined`. */
export const cephRoot: DebianRoot;
