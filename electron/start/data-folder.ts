import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

export type DataFolder = {
  /** Where this run keeps its data. */
  readonly path: string;
  /** The folder that could not be written, when `path` is only a temporary one. */
  readonly readOnly: string | undefined;
};

/**
 * The folder for this run's data: the wanted one, or a temporary one when that cannot be written (a full disk counts too:
 * Chromium does not start on either). Synchronous, since it must be known before Electron takes its lock in it.
 */
export function chooseDataFolder(wanted: string, temporaryRoot: string): DataFolder {
  return canWrite(wanted)
    ? { path: wanted, readOnly: undefined }
    : { path: mkdtempSync(join(temporaryRoot, 'casque-')), readOnly: wanted };
}

function canWrite(folder: string): boolean {
  const probe = join(folder, `.casque-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(probe, 'w'));
    unlinkSync(probe);
    return true;
  } catch {
    return false;
  }
}

/** At the end of a run on a temporary folder: customers' data must not stay where nobody will look for it. */
export function removeTemporary(data: DataFolder): void {
  if (data.readOnly !== undefined) rmSync(data.path, { recursive: true, force: true, maxRetries: 3 });
}
