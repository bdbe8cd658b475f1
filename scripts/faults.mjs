// `npm run faults -- [--seed S] [--minutes M]`: sets up what is missing, then runs the campaign of tests/faults. Its last line of
// standard output is one JSON object with `name`, `seed`, `minutes`, counts and `pass`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { explain, setUp } from './setup.mjs';
import { findElectron } from './setup/electron-runtime.mjs';
import { projectEnv, projectNode, ROOT } from './setup/paths.mjs';
import { buildIfOutdated } from './start/build.mjs';

try {
  await setUp('test');
  await buildIfOutdated();
  const electron = findElectron();
  const env = projectEnv();
  // Electron from the second source is only found by this variable.
  if (electron?.kind === 'fallback') env.ELECTRON_OVERRIDE_DIST_PATH = electron.dir;
  const campaign = path.join(ROOT, 'tests', 'faults', 'campaign.ts');
  const command = [...ownNetwork(), projectNode(), campaign, ...process.argv.slice(2)];
  const { status } = spawnSync(command[0], command.slice(1), { stdio: 'inherit', cwd: ROOT, env });
  process.exitCode = status ?? 1;
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

/** A network in which nobody else is, where the system gives one: addresses come and go in it. */
function ownNetwork() {
  const unshare = ['unshare', '--net', '--'];
  const all = ['sh', '-c', 'ip link set lo up && ip link add probe0 type veth peer name probe1'];
  return spawnSync(unshare[0], [...unshare.slice(1), ...all], { stdio: 'ignore' }).status === 0 ? unshare : [];
}
