export const title: string;
/** The folder in which the tests' Asterisk runs; complete only when `isMissing()` gives `undefined`. */
export function asteriskRoot(): string;
export function isMissing(): string | undefined;
export function install(): Promise<void>;
