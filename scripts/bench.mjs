// `npm run bench -- NAME [options]`: sets up what is missing, then runs tests/bench/NAME.ts. Its last line of standard
// output is one JSON object with at least `name`, `ratio` or `p95_ms`, and `pass`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfOutdated } from './start/build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [name, ...options] = process.argv.slice(2);
const folder = path.join(root, 'tests', 'bench');
const known = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.bench.ts'))
      .map((file) => file.slice(0, -'.bench.ts'.length))
  : [];

if (name === undefined || !known.includes(name)) {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of: ${known.join(', ')}`);
  process.exit(2);
}

const setup = spawnSync(process.execPath, [path.join(root, 'scripts', 'setup.mjs'), '--for', 'bench'], {
  stdio: ['ignore', 2, 2],
});
if (setup.status !== 0) process.exit(setup.status ?? 1);
await buildIfOutdated();

const node = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const bench = spawnSync(node, [path.join(folder, `${name}.bench.ts`), ...options], { stdio: 'inherit', cwd: root });
process.exit(bench.status ?? 1);
