import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const report = process.env['CASQUE_REPORT'];

/** `unit`: no I/O. `sync`: the server on a real PostgreSQL (embedded, or DATABASE_URL when it is set). */
export default defineConfig({
  root,
  test: {
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/unit/**/*.test.tsx'],
          environment: 'node',
          // Hundreds of examples take their time on a machine that has other work.
          testTimeout: 30_000,
        },
      },
      {
        root,
        test: {
          name: 'sync',
          include: ['tests/sync/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
