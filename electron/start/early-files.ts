import { readFile } from 'node:fs/promises';

/** Content of a file that the first window needs; null where it cannot be read, whatever the reason. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

/** The theme of a settings file, before the schemas are loaded: it decides the first frame's background. */
export function themeIn(settingsText: string | null): 'system' | 'light' | 'dark' {
  const found = /"theme"\s*:\s*"(light|dark)"/.exec(settingsText ?? '')?.[1];
  return found === 'light' || found === 'dark' ? found : 'system';
}

/** The server of a settings file, before the schemas are loaded: the desk's policy has to name it. */
export function serverUrlIn(settingsText: string | null): string {
  return /"serverUrl"\s*:\s*"([^"\\]*)"/.exec(settingsText ?? '')?.[1] ?? '';
}
