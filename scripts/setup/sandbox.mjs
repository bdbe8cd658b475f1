/** Can Chromium's sandbox work here? As root it cannot, nor where the kernel keeps user namespaces from ordinary programs. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The switches that a runtime needs to start on this machine.
 * @param {string} executable of Electron or of a package
 * @returns {readonly string[]} empty where the sandbox works
 */
export function sandboxSwitches(executable) {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const helper = join(dirname(executable), 'chrome-sandbox');
  // Installed by a package, with its owner and mode set: the sandbox does without user namespaces.
  if (existsSync(helper) && statSync(helper).uid === 0 && (statSync(helper).mode & 0o4000) !== 0) return [];
  const restricted =
    kernelSays('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1') ||
    kernelSays('/proc/sys/kernel/unprivileged_userns_clone', '0') ||
    kernelSays('/proc/sys/user/max_user_namespaces', '0');
  return restricted ? ['--no-sandbox'] : [];
}

function kernelSays(file, value) {
  try {
    return readFileSync(file, 'utf8').trim() === value;
  } catch {
    return false;
  }
}
