/** The Electron runtime that the set-up installed. */
export interface ElectronRuntime {
  /** The folder, as `ELECTRON_OVERRIDE_DIST_PATH` takes it. */
  readonly dir: string;
  /** Absolute path of the program. */
  readonly executable: string;
  /** Such as `45.4.1`. */
  readonly version: string;
  readonly kind: 'official' | 'fallback';
  /** For electron-builder's `electronDist`; absent where electron-builder gets Electron by itself. */
  readonly packageDir?: string;
}

export const title: string;
export function findElectron(env?: NodeJS.ProcessEnv): ElectronRuntime | undefined;
/** @throws {Error} with a sentence on how to get it, when there is none */
export function electronDist(env?: NodeJS.ProcessEnv): ElectronRuntime;
export function isMissing(): string | undefined;
export function install(): Promise<void>;
