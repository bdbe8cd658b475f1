/**
 * What `npm audit --json` says.
 *
 * @typedef {object} Judgement
 * @property {'clean' | 'vulnerable' | 'unchecked'} verdict
 * @property {readonly string[]} lines for people
 */

/** From here on an advisory fails the check. */
const serious = ['high', 'critical'];

/**
 * @param {string} output
 * @param {(vulnerability: { name: string, nodes?: readonly string[] }) => boolean} isOurs which of them are looked at
 * @returns {Judgement} `unchecked` when the registry offers no audit, or cannot be reached: nothing is known then
 */
export function judge(output, isOurs = () => true) {
  const report = parsed(output);
  if (report?.vulnerabilities === undefined) {
    const why = report?.message ?? report?.error?.summary ?? output.trim().split('\n')[0];
    return { verdict: 'unchecked', lines: [`NOT CHECKED: the registry gave no audit (${why || 'no answer'}).`] };
  }
  const found = Object.values(report.vulnerabilities).filter((each) => isOurs(each));
  const bad = found.filter(({ severity }) => serious.includes(severity));
  const rest = found.length - bad.length;
  const others = rest === 0 ? '' : `, and ${rest} less serious`;
  if (bad.length === 0) return { verdict: 'clean', lines: [`No serious advisory on what is shipped${others}.`] };
  return {
    verdict: 'vulnerable',
    lines: [
      `${bad.length} packages with serious advisories${others}:`,
      ...bad.flatMap(({ name, severity, range, via }) => [
        `  ${name} ${range} (${severity})`,
        ...via.filter((each) => typeof each === 'object').map(({ title, url }) => `    ${title} ${url}`),
      ]),
    ],
  };
}

function parsed(output) {
  // npm may print warnings around it.
  const [from, to] = [output.indexOf('{'), output.lastIndexOf('}')];
  try {
    return JSON.parse(output.slice(from, to + 1));
  } catch {
    return undefined;
  }
}
