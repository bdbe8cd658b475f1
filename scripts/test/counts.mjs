/**
 * Reads the test runners' JSON reports.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} unsteady the tests that failed and passed at a later try; they are among `passed`
 */
import { existsSync, readFileSync } from 'node:fs';

/**
 * @param {'vitest' | 'playwright'} runner
 * @param {string} file
 * @returns {Counts | undefined} nothing when the runner wrote no report
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
    unsteady: [],
  };
}

function ofPlaywright({ stats, suites }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    unsteady: suites.flatMap(unsteadyIn),
  };
}

function unsteadyIn({ suites = [], specs = [] }) {
  const here = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...here.map(({ file, title }) => `${file}: ${title}`), ...suites.flatMap(unsteadyIn)];
}
