import { defineConfig } from '@playwright/test';

const report = process.env['CASQUE_REPORT'];

/**
 * Three files at a time: most of a test is waiting, and each has its own display, sound, exchange, server and ports (tests/lab). `packaged`
 * runs the story against the package that `npm run dist -- --dir --for-tests` made.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/playwright',
  workers: 3,
  fullyParallel: false,
  // Two hundred tests with real calls, sound and processes on whatever machine there is: one that passes at a later try is told
  // of in the summary, and more than a few of them are a failure (scripts/test/run-stage.mjs).
  retries: process.env['CASQUE_REPORT'] === undefined ? 0 : 2,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
  projects: [
    { name: 'app', testMatch: ['e2e/**/*.test.ts', 'pbx/**/*.test.ts'], testIgnore: ['e2e/package.test.ts'] },
    { name: 'packaged', testMatch: ['e2e/story.test.ts', 'e2e/package.test.ts'] },
  ],
});
