import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { noncePlaceholder } from './protocol/nonce.ts';

const root = resolve(import.meta.dirname, '..');

/** The oldest Electron that the tests run on: 33 has Chromium 130 and Node 20. */
const chromium = 'chrome130';
const node = 'node20';

/** The port of the development server; fixed, since the pages load from `app://` and cannot read it off their own address. */
const developmentPort = 5173;

/** zod tries `new Function` once, which the policy refuses and the console shows; this tells it not to. */
const withoutEval = 'globalThis.__zod_globalConfig??={jitless:true};';

const storeWorker = "{ type: 'module', name: 'casque-store' }";

/**
 * What the first screen is made of comes in two files: what the phone uses too, and the rest. Left alone, the bundler makes one
 * for each combination of pages and dialogs, and each of them is waited for.
 */
const chunks = [
  // First, for a group takes along what its modules import, unless another one has it.
  {
    name: (id: string, graph: ModuleGraph) => (isInDesk(id, graph) && isInVoice(id, graph) ? 'shared' : null),
    priority: 1,
  },
  { name: (id: string, graph: ModuleGraph) => (isInDesk(id, graph) ? 'desk-base' : null) },
];
const isInDesk = (id: string, graph: ModuleGraph): boolean => startOf('desk/main.tsx', graph).has(id);
const isInVoice = (id: string, graph: ModuleGraph): boolean => startOf('voice/main.ts', graph).has(id);

type ModuleGraph = { readonly getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null };

const starts = new Map<string, Set<string>>();

/** What is loaded with a page's own script: all but what is imported later. */
function startOf(script: string, graph: ModuleGraph): Set<string> {
  const known = starts.get(script);
  if (known !== undefined) return known;
  const found = new Set([resolve(root, 'renderer', script)]);
  // A set gives what is added to it meanwhile, too.
  for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  starts.set(script, found);
  return found;
}

/**
 * Each page's first script, in its document: the Trusted Types policy, which has to exist before any other script runs, and in
 * the desk what is waited for longest (renderer/desk/early.ts): the store's worker with the data that it will want, and the shell's
 * answer to `desk:start`, unless the desk can be drawn without it (expected-data.ts). They then come while the desk's own code
 * loads, and not after it.
 */
const firstScript: Plugin = {
  name: 'casque:first-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: async (_, { filename, bundle }) => {
      const policy = stripTypeScriptTypes(await readFile(resolve(root, 'renderer/bridges/trusted-types.ts'), 'utf8'));
      const isDesk = filename === resolve(root, 'renderer/desk/index.html');
      const built = (pattern: RegExp): string => {
        const name = Object.keys(bundle ?? {}).find((file) => pattern.test(file));
        if (name === undefined) throw new Error(`Nothing in the build is named like ${String(pattern)}.`);
        return `/${name}`;
      };
      const start = (): string => `const worker = new Worker('${built(/^assets\/worker-[\w-]+\.js$/)}', ${storeWorker});
        worker.addEventListener('error', () => (worker.failed = true));
        globalThis.casqueStoreWorker = worker;
        const database = localStorage.getItem('casque.data');
        const tell = localStorage.getItem('casque.start') !== null;
        if (database !== null) worker.postMessage({ type: 'expect', database, tell });
        if (!tell) {
          globalThis.casqueStarted = casque.request('desk:start', null);
          globalThis.casqueStarted.catch(() => undefined);
        }`;
      const font = (): HtmlTagDescriptor => ({
        tag: 'link',
        attrs: { rel: 'preload', as: 'font', crossorigin: '', href: built(/inter-latin-opsz-normal.*woff2$/) },
        injectTo: 'head-prepend',
      });
      const children = `(() => { ${policy} ${isDesk ? start() : ''} })();`;
      return [
        { tag: 'script', attrs: { nonce: noncePlaceholder }, children, injectTo: 'head-prepend' },
        ...(isDesk ? [font()] : []),
      ];
    },
  },
};

/** The window's icon, which Linux does not take from the program. */
const windowIcon: Plugin = {
  name: 'casque:window-icon',
  apply: 'build',
  async generateBundle() {
    const source = await readFile(resolve(root, 'assets/icons/casque.png'));
    this.emitFile({ type: 'asset', fileName: 'casque.png', source });
  },
};

export default defineConfig({
  main: {
    plugins: [windowIcon],
    build: {
      outDir: resolve(root, 'out/main'),
      target: node,
      minify: true,
      // Dependencies are bundled: no node_modules go into the package.
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: resolve(root, 'electron/main.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(root, 'out/preload'),
      target: node,
      minify: true,
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: {
          desk: resolve(root, 'electron/preload/desk.ts'),
          voice: resolve(root, 'electron/preload/voice.ts'),
        },
        // A sandboxed preload can only be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [firstScript, react(), lingui({ configPath: resolve(root, 'scripts/config/lingui.config.mjs') })],
    worker: { format: 'es', rolldownOptions: { output: { intro: withoutEval } } },
    html: { cspNonce: noncePlaceholder },
    server: {
      port: developmentPort,
      strictPort: true,
      hmr: { host: 'localhost', clientPort: developmentPort, protocol: 'ws' },
    },
    build: {
      outDir: resolve(root, 'out/renderer'),
      target: chromium,
      minify: true,
      // Inlined assets would be `data:` addresses, which the content security policy refuses for fonts and sounds.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: {
          desk: resolve(root, 'renderer/desk/index.html'),
          voice: resolve(root, 'renderer/voice/index.html'),
        },
        output: { intro: withoutEval, codeSplitting: { groups: chunks } },
      },
    },
  },
});
