import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { noncePlaceholder } from './protocol/nonce.ts';

const root = resolve(import.meta.dirname, '..');

/** The oldest Electron that the tests run on: 33 has Chromium 130 and Node 20. */
const chromium = 'chrome130';
const node = 'node20';

/** The port of the development server; fixed, since the pages load from `app://` and cannot read it off their own address. */
const developmentPort = 5173;

/** zod tries `new Function` once, which the policy refuses and the console shows; this tells it not to. */
const withoutEval = 'globalThis.__zod_globalConfig??={jitless:true};';

/** The Trusted Types policy has to exist before any other script of a page runs. */
const trustedTypesFirst: Plugin = {
  name: 'casque:trusted-types-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'pre',
    handler: () => [
      { tag: 'script', attrs: { type: 'module', src: '/bridges/trusted-types.ts' }, injectTo: 'head-prepend' },
    ],
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
    plugins: [trustedTypesFirst, react(), lingui({ configPath: resolve(root, 'scripts/config/lingui.config.mjs') })],
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
        output: { intro: withoutEval },
      },
    },
  },
});
