import type { DebianRoot } from './debian-root.d.mts';

/** The folder in which the tests' Asterisk runs; complete only when `isMissing()` gives `undefined`. */
export const asteriskRoot: DebianRoot;
