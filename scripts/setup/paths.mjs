/** Where things are: the checkout, and the cache outside it that survives a fresh clone. */
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Absolute path of the directory for what is expensive to get and the same for every checkout.
 * `CASQUE_CACHE` wins; else the platform's usual place for caches.
 */
export function cacheDir(env = process.env, platform = process.platform, home = homedir()) {
  if (env.CASQUE_CACHE) return resolve(env.CASQUE_CACHE);
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'casque');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'casque');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'casque');
}

/** The Node 24 that the project's own dependencies bring (the machine's may be older). */
export function projectNode() {
  return process.platform === 'win32'
    ? join(ROOT, 'node_modules', 'node', 'bin', 'node.exe')
    : join(ROOT, 'node_modules', 'node', 'bin', 'node');
}

/** The environment for child processes in which `node` and the installed commands are the project's. */
export function projectEnv(env = process.env) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [pathName]: join(ROOT, 'node_modules', '.bin') + separator + (env[pathName] ?? '') };
}
