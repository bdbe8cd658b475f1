/** Builds the application when its sources are newer than the last build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectEnv, ROOT } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { progress, SetupProblem } from '../setup/say.mjs';

const stamp = join(ROOT, 'out', '.built-from');
const sources = ['electron', 'renderer', 'domain', 'assets', 'package.json', 'package-lock.json'];

export async function buildIfOutdated() {
  const fingerprint = fingerprintOf(sources);
  const complete = existsSync(join(ROOT, 'out', 'main', 'main.js'));
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  const report = progress('Building the application');
  const { code, output } = await run('npm', ['run', '--silent', 'build'], { cwd: ROOT, env: projectEnv() });
  report.end(code === 0 ? 'done' : 'failed');
  if (code !== 0) throw new SetupProblem('The application could not be built.', output);
  writeFileSync(stamp, fingerprint);
}

/** Names, sizes and times of change: enough to notice any edit, without reading the files. */
function fingerprintOf(names) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    const facts = statSync(full);
    if (facts.isDirectory()) for (const name of readdirSync(full).sort()) visit(join(path, name));
    else hash.update(`${path}\0${facts.size}\0${facts.mtimeMs}\n`);
  };
  for (const name of names) visit(name);
  return hash.digest('hex');
}
