import { FuseV1Options } from '@electron/fuses';

export type FuseOptions = {
  readonly platform: NodeJS.Platform;
  /** The package is for the project's own tests: Playwright steers it through the inspector. */
  readonly forTests: boolean;
};

/**
 * Every fuse of the Electron binary, stated: a new one in @electron/fuses is a type error here until somebody decides.
 * https://www.electronjs.org/docs/latest/tutorial/fuses
 */
export function fusesOf({ platform, forTests }: FuseOptions): Record<FuseV1Options, boolean> {
  return {
    // Else ELECTRON_RUN_AS_NODE makes a signed Node of the program, for anybody's scripts.
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: forTests,
    // Electron checks app.asar on macOS and Windows only.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // The package has no snapshot of its own.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  };
}
