import type { DiagnosticsReport } from '../../renderer/bridges/diagnostics.ts';
import type { Settings } from '../../renderer/bridges/settings.ts';
import { redact } from '../log/redact.ts';
import { scrubLine } from './scrub.ts';
import { zip, type ZipEntry } from './zip.ts';

export type ArchiveParts = {
  readonly report: DiagnosticsReport;
  /** `{ app: '1.2.0', electron: '45.4.1' }` */
  readonly versions: Readonly<Record<string, string>>;
  /** `linux x64 6.1.0` */
  readonly system: string;
  readonly settings: Settings;
  /** Log files as they are on the disk. */
  readonly logs: readonly ZipEntry[];
  readonly secrets: readonly string[];
};

/** What goes to whoever helps: results, versions, names of devices, logs. Without secrets and without anything of a customer. */
export function archiveEntries(parts: ArchiveParts): ZipEntry[] {
  const { report, versions, system, settings, logs, secrets } = parts;
  const { words, ...results } = report;
  const { lastLogin, serverUrl, ...kept } = settings;
  const facts = {
    ...results,
    versions,
    system,
    settings: { ...kept, hasServer: serverUrl !== null, hasSignedInBefore: lastLogin !== null },
  };
  return [
    { name: 'results.txt', content: `${redact(words, secrets)}\n` },
    { name: 'results.json', content: `${redact(JSON.stringify(facts, null, 2), secrets)}\n` },
    ...logs.map(({ name, content }) => ({
      name: `logs/${name}`,
      content: content
        .split('\n')
        .map((line) => scrubLine(line, secrets))
        .join('\n'),
    })),
  ];
}

export function diagnosticsArchive(parts: ArchiveParts): Buffer {
  return zip(archiveEntries(parts), new Date(parts.report.at));
}
