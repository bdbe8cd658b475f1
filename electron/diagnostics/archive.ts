// The build for Node makes a `require` of its own, which a bundle has already.
import { strToU8, zipSync } from 'fflate/browser';
import type { Incident } from '../../domain/wire/incident.ts';
import type { DiagnosticsReport } from '../../renderer/bridges/diagnostics.ts';
import type { Settings } from '../../renderer/bridges/settings.ts';
import { redact } from '../log/redact.ts';
import { scrubLine } from './scrub.ts';

export type ArchiveFile = { readonly name: string; readonly content: string };

export type ArchiveParts = {
  readonly report: DiagnosticsReport;
  /** `{ app: '1.2.0', electron: '45.4.1' }` */
  readonly versions: Readonly<Record<string, string>>;
  /** `linux x64 6.1.0` */
  readonly system: string;
  readonly settings: Settings;
  /** What happened on this desk, the oldest first; nothing of a customer. */
  readonly incidents: readonly Incident[];
  /** Log files as they are on the disk. */
  readonly logs: readonly ArchiveFile[];
  readonly secrets: readonly string[];
};

/** What goes to whoever helps: results, versions, names of devices, logs. Without secrets and without anything of a customer. */
export function archiveEntries(parts: ArchiveParts): ArchiveFile[] {
  const { report, versions, system, settings, incidents, logs, secrets } = parts;
  const { words, ...results } = report;
  const { lastLogin, serverUrl, updateUrl, ...kept } = settings;
  const facts = {
    ...results,
    versions,
    system,
    settings: {
      ...kept,
      hasServer: serverUrl !== null,
      hasUpdates: updateUrl !== null,
      hasSignedInBefore: lastLogin !== null,
    },
  };
  return [
    { name: 'results.txt', content: `${redact(words, secrets)}\n` },
    { name: 'results.json', content: `${redact(JSON.stringify(facts, null, 2), secrets)}\n` },
    { name: 'incidents.jsonl', content: incidents.map((incident) => `${JSON.stringify(incident)}\n`).join('') },
    ...logs.map(({ name, content }) => ({
      name: `logs/${name}`,
      content: content
        .split('\n')
        .map((line) => scrubLine(line, secrets))
        .join('\n'),
    })),
  ];
}

/** ZIP knows no other times, whatever a clock that is wrong says. */
const [oldest, newest] = [Date.UTC(1980, 1), Date.UTC(2099, 1)];

/** The content of a ZIP file. */
export function diagnosticsArchive(parts: ArchiveParts): Uint8Array {
  const files = archiveEntries(parts).map(({ name, content }) => [name, strToU8(content)] as const);
  return zipSync(Object.fromEntries(files), { mtime: Math.min(Math.max(Date.parse(parts.report.at), oldest), newest) });
}
