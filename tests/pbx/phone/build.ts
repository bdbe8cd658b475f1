/** The application with a bare desk: the real shell, preloads and phone, without waiting for the desk's own build. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle, type BuildOptions } from 'esbuild';
import { build as buildPages } from 'vite';
import { ROOT } from '../../../scripts/setup/paths.mjs';
import { labFolder } from '../../lab/folder.ts';

let built: Promise<string> | undefined;

/** Absolute path of the application's folder; built once per test process, some three seconds. */
export function phoneApp(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const { path } = labFolder('phone-app');
  const out = join(path, 'out');
  mkdirSync(out);
  writeFileSync(
    join(path, 'package.json'),
    JSON.stringify({ name: 'casque', type: 'module', main: 'out/main/main.js' }),
  );
  await Promise.all([
    bundle({
      ...common,
      entryPoints: [join(ROOT, 'electron', 'main.ts')],
      outdir: join(out, 'main'),
      format: 'esm',
      splitting: true,
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    bundle({
      ...common,
      entryPoints: ['desk', 'voice'].map((name) => join(ROOT, 'electron', 'preload', `${name}.ts`)),
      outdir: join(out, 'preload'),
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
    }),
    buildPages({
      configFile: false,
      root: ROOT,
      logLevel: 'warn',
      build: {
        outDir: join(out, 'renderer'),
        target: 'chrome130',
        assetsInlineLimit: 0,
        emptyOutDir: true,
        rolldownOptions: {
          // As in the application's own build: zod must not try `new Function`.
          output: { intro: 'globalThis.__zod_globalConfig??={jitless:true};' },
          input: {
            voice: join(ROOT, 'renderer', 'voice', 'index.html'),
            desk: join(ROOT, 'tests', 'pbx', 'phone', 'desk', 'index.html'),
          },
        },
      },
    }),
  ]);
  renameSync(join(out, 'renderer', 'renderer', 'voice'), join(out, 'renderer', 'voice'));
  renameSync(join(out, 'renderer', 'tests', 'pbx', 'phone', 'desk'), join(out, 'renderer', 'desk'));
  return path;
}

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['electron'],
  logLevel: 'warning',
} satisfies BuildOptions;
