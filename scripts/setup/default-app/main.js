/**
 * Stands in for Electron's own `default_app.asar` in a runtime that comes without it: `electron [-r FILE]... APP` loads APP
 * (a folder with a package.json, or a file), with the name, the version and the paths that an application sees otherwise.
 */
import { app } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const args = process.argv.slice(1);
const preload = [];
let target;
for (let index = 0; index < args.length && target === undefined; index++) {
  const arg = args[index];
  if (arg === '-r' || arg === '--require') preload.push(args[++index]);
  else if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (!arg.startsWith('-')) target = arg;
}

if (target === undefined) {
  console.error('electron: name the application’s folder or file');
  process.exit(1);
}

const require = createRequire(import.meta.url);
for (const file of preload) require(resolve(file));

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
let main = resolve(target);
if (!existsSync(main)) {
  console.error(`electron: there is no ${main}`);
  process.exit(1);
}
if (statSync(main).isDirectory()) {
  const folder = main;
  const manifest = join(folder, 'package.json');
  const facts = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  if (facts.version) app.setVersion(facts.version);
  const name = facts.productName ?? facts.name;
  if (name) app.name = name;
  if (process.platform === 'linux') app.setDesktopName(facts.desktopName ?? `${app.name}.desktop`);
  app.setAppPath(folder);
  main = join(folder, facts.main ?? 'index.js');
} else {
  app.setAppPath(dirname(main));
}
await import(pathToFileURL(main).href);
