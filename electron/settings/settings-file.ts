import { readFile, rename } from 'node:fs/promises';
import { Settings, type KnownHeadset, type SettingsChange } from '../../renderer/bridges/settings.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { oneAtATime } from '../files/one-at-a-time.ts';

export type ReadSettings = { readonly settings: Settings; readonly malformed: boolean };

/** What a settings file says; the defaults where it is absent (null) or cannot be understood. */
export function parseSettings(text: string | null): ReadSettings {
  if (text === null) return { settings: Settings.parse({}), malformed: false };
  try {
    return { settings: Settings.parse(JSON.parse(text)), malformed: false };
  } catch {
    return { settings: Settings.parse({}), malformed: true };
  }
}

export type SettingsFile = ReadSettings & {
  /** Applies a change and resolves once it is on the disk. */
  readonly change: (change: SettingsChange | { readonly headsets: readonly KnownHeadset[] }) => Promise<Settings>;
  readonly current: () => Settings;
};

/**
 * Opens the settings. One that cannot be understood is kept aside as `settings.json.broken`, for whoever wants to know why.
 * @param content of `file`, null when there is none
 * @param preset what the environment says; it is used, and only written when it changes
 */
export async function openSettings(
  file: string,
  content: string | null,
  preset: SettingsChange,
): Promise<SettingsFile> {
  const { settings, malformed } = parseSettings(content);
  if (malformed) await rename(file, `${file}.broken`).catch(() => undefined);
  let current: Settings = { ...settings, ...preset };
  const inOrder = oneAtATime();
  return {
    settings: current,
    malformed,
    current: () => current,
    change: (change) =>
      inOrder(async () => {
        const next = Settings.parse({ ...current, ...change });
        await writeAtomically(file, `${JSON.stringify(next, null, 2)}\n`);
        current = next;
        return next;
      }),
  };
}

export async function readTextIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
