/**
 * Programs of the folders with Debian unstable that the set-up made. Each runs in mount and process namespaces of its own, so that nothing is left
 * mounted or running whatever happens to the test. Several instances may run side by side.
 */
import type { DebianRoot } from '../../scripts/setup/debian-root.mjs';

/**
 * A command as it is to be started, with `folder` as its /mnt.
 * @throws {Error} when the set-up has not been there
 */
export function inRoot(root: DebianRoot, folder: string, command: readonly string[]): readonly [string, string[]] {
  const missing = root.isMissing();
  if (missing) throw new Error(`${root.title}: ${missing}; run \`node scripts/setup.mjs --for test\`.`);
  const script = [
    'root="$1"',
    'mount --bind "$2" "$root/mnt"',
    'mount --rbind /dev "$root/dev"',
    'mount -t proc proc "$root/proc"',
    'shift 2',
    'exec chroot "$root" "$@"',
  ].join(' && ');
  const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child=KILL'];
  return ['unshare', [...namespaces, '--', '/bin/sh', '-c', script, 'sh', root.folder(), folder, ...command]];
}

/** Nothing of the tests' own surroundings. */
export function rootEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8' };
}
