import { readdir, readFile, writeFile } from 'node:fs/promises';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { Incident } from '../../domain/wire/incident.ts';
import { CodedError } from '../../domain/errors.ts';
import type { DiagnosticsReport } from '../../renderer/bridges/diagnostics.ts';
import type { Settings } from '../../renderer/bridges/settings.ts';
import { diagnosticsArchive, type ArchiveFile } from './archive.ts';

export type SaveArchiveOptions = {
  readonly window: BrowserWindow;
  readonly logFolder: string;
  readonly settings: () => Settings;
  readonly incidents: readonly Incident[];
  readonly secrets: () => readonly string[];
};

/** Asks where the archive shall go and writes it there; false when the person thought better of it. */
export async function saveArchive(options: SaveArchiveOptions, report: DiagnosticsReport): Promise<boolean> {
  const { window, logFolder, settings, incidents, secrets } = options;
  const day = report.at.slice(0, 10);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), `casque-diagnostic-${day}.zip`),
    filters: [{ name: 'ZIP', extensions: ['zip'] }],
  });
  if (canceled || filePath === '') return false;
  const { electron, chrome, node } = process.versions;
  const archive = diagnosticsArchive({
    report,
    versions: { app: app.getVersion(), electron, chrome, node },
    system: `${process.platform} ${arch()} ${release()}`,
    settings: settings(),
    incidents,
    logs: await logFiles(logFolder),
    secrets: secrets(),
  });
  try {
    await writeFile(filePath, archive);
  } catch (error) {
    throw new CodedError('SHELL_FILE_NOT_WRITTEN', error instanceof Error ? error.name : undefined, { cause: error });
  }
  return true;
}

async function logFiles(folder: string): Promise<ArchiveFile[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const logs = names.filter((name) => /^casque(\.\d)?\.log$/.test(name));
  return await Promise.all(
    logs.map(async (name) => ({ name, content: await readFile(join(folder, name), 'utf8').catch(() => '') })),
  );
}
