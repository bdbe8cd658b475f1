/** Systems with other package formats: does the Electron runtime find its libraries? Nothing can be installed from here. */
import { existsSync } from 'node:fs';
import { findElectron } from './electron-runtime.mjs';
import { query } from './run.mjs';
import { SetupProblem } from './say.mjs';

export const title = 'Libraries of Electron';

function absentLibraries() {
  const executable = findElectron()?.executable;
  const output = executable && query('ldd', [executable]);
  return [...(output ?? '').matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
}

export function isMissing() {
  // On Debian the packages are known by name, and dpkg answers faster than the linker.
  if (process.platform !== 'linux' || existsSync('/usr/bin/apt-get')) return undefined;
  const absent = absentLibraries();
  return absent.length === 0 ? undefined : absent.join(', ');
}

export async function install() {
  const listed = absentLibraries().join(', ');
  throw new SetupProblem(
    `Electron needs system libraries that are missing here (${listed}): install GTK 3, NSS, ALSA, libnotify and libsecret with your system’s package manager.`,
  );
}
