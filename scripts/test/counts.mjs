/** Reads the test runners' JSON reports. */
import { existsSync, readFileSync } from 'node:fs';

/**
 * @param {'vitest' | 'playwright'} runner
 * @param {string} file
 * @returns {{ passed: number, failed: number, skipped: number } | undefined} nothing when the runner wrote no report
 */
export function readCounts(runner, file) {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return runner === 'vitest' ? ofVitest(report) : ofPlaywright(report);
}

function ofVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function ofPlaywright({ stats }) {
  // A flaky test failed at least once: it counts as failed.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
