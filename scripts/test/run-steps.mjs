/** Runs the stages of `npm test` in their steps and lanes, and tells how each went. */
import { say } from '../setup/say.mjs';

/**
 * @typedef {import('./stages.mjs').Stage} Stage
 * @typedef {import('./run-stage.mjs').Result} Result
 * @typedef {{ readonly result: Result, readonly seconds: string }} Outcome
 */

/**
 * After a stage that fails none is begun; those that run beside it come to their ends.
 * @param {import('./stages.mjs').steps} steps
 * @param {(stage: Stage, hasCompany: boolean) => Promise<Result>} run
 * @returns {Promise<{ passed: number, failed: number, lines: readonly string[] }>} the sums, and a summary
 */
export async function runSteps(steps, run) {
  /** @type {Map<Stage, Outcome>} */
  const outcomes = new Map();
  const hasFailed = () => process.exitCode === 130 || [...outcomes.values()].some(({ result }) => !result.ok);
  for (const lanes of steps) {
    const inTurn = async (lane) => {
      for (const stage of lane) {
        if (!hasFailed()) outcomes.set(stage, await timed(stage, () => run(stage, lanes.length > 1)));
      }
    };
    await Promise.all(lanes.map(inTurn));
  }
  const results = [...outcomes.values()].map(({ result }) => result);
  const sum = (of) => results.reduce((total, result) => total + of(result), 0);
  const failed = sum((result) => result.failed);
  return {
    passed: sum((result) => result.passed),
    failed: hasFailed() ? Math.max(failed, 1) : failed,
    lines: steps.flat(2).flatMap((stage) => summary(stage, outcomes.get(stage))),
  };
}

async function timed(stage, run) {
  say(`\n=== ${stage.title} (${stage.name})`);
  const started = Date.now();
  const result = await run();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(
    result.ok ? `--- ${stage.name} ok in ${seconds} s` : `--- ${stage.name} FAILED after ${seconds} s: ${result.why}`,
  );
  return { result, seconds };
}

function summary(stage, outcome) {
  if (!outcome) return [`  not run  ${stage.title}`];
  const { result, seconds } = outcome;
  const counted = stage.runner ? `, ${result.passed} passed` : '';
  return [
    `  ${result.ok ? 'ok      ' : 'FAILED  '} ${stage.title} (${seconds} s${counted})`,
    ...result.unsteady.map((title) => `             only at a later try: ${title}`),
  ];
}
