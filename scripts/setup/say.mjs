/** What the set-up tells the person in front of it: one line per thing, and a living line while something takes long. */

const living = Boolean(process.stdout.isTTY) && !process.env.CI;

/** A sentence on its own line. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/**
 * Reports on one long piece of work. On a terminal the last line is rewritten; in a log a line appears every ten seconds,
 * so that nobody wonders whether it hangs.
 * @param {string} title
 */
export function progress(title) {
  const started = Date.now();
  let detail = '';
  let lastPrinted = started;
  say(`  ${title} …`);
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const line = `    ${seconds} s${detail ? `, ${detail}` : ''}`.slice(0, (process.stdout.columns ?? 110) - 1);
    if (living) process.stdout.write(`\r\x1b[2K${line}`);
    else if (Date.now() - lastPrinted >= 10_000) {
      lastPrinted = Date.now();
      say(line);
    }
  }, 500);
  timer.unref();
  return {
    /** What is happening right now, shown beside the elapsed time. */
    detail(text) {
      detail = text;
    },
    /** Ends the report; the sentence says how it went. */
    end(text) {
      clearInterval(timer);
      if (living) process.stdout.write('\r\x1b[2K');
      say(`    ${text} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    },
  };
}

/** A problem that the person can act on: `message` is one sentence on what is missing and how to get it. */
export class SetupProblem extends Error {
  /**
   * @param {string} message
   * @param {string} [details] output of the failing command, shown below the sentence
   */
  constructor(message, details = '') {
    super(message);
    this.name = 'SetupProblem';
    this.details = details;
  }
}
