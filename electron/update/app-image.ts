import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, copyFile, link, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../files/atomic-write.ts';
import { outsideOfAppImage } from '../start/again.ts';
import { guardianShell } from '../start/guardian-shell.ts';
import { guardianScript } from './guardian.ts';

/** Seconds in which a new version has to be usable, on whatever machine. */
const patience = 60;

export type AppImageOptions = {
  /** The running AppImage, as its runtime says (`APPIMAGE`). */
  readonly program: string;
  /** The file by which a new version says that it is usable. */
  readonly marker: string;
  /** Given to the next start as to this one. */
  readonly args: readonly string[];
};

/** The program as one file, which can be replaced while it runs; the former one stays until the new one has been usable. */
export class AppImage {
  readonly #options: AppImageOptions;

  constructor(options: AppImageOptions) {
    this.#options = options;
  }

  /** Where a new version is fetched to: on the same disk, or it could not take the place of the other in one step. */
  get incoming(): string {
    return `${this.#options.program}.new`;
  }

  /** Null: there is none, or the person may not replace it. */
  static async at(options: Omit<AppImageOptions, 'program'>, program: string | undefined): Promise<AppImage | null> {
    if (program === undefined || program === '') return null;
    try {
      await Promise.all([access(program, constants.W_OK), access(dirname(program), constants.W_OK)]);
      return new AppImage({ ...options, program });
    } catch {
      return null;
    }
  }

  /** Puts the fetched version in place, and leaves it to the guardian to start it once this process has ended. */
  async install(version: string): Promise<void> {
    const { program, marker, args } = this.#options;
    const former = `${program}.former`;
    await rm(former, { force: true });
    await rm(marker, { force: true });
    // At no moment is there no program.
    await link(program, former).catch(() => copyFile(program, former));
    await rename(this.incoming, program);
    await syncFolder(dirname(program));
    const child = spawn(
      ...guardianShell(guardianScript, [
        ...[program, former, marker, version, String(process.pid), String(patience)],
        ...args,
      ]),
      { detached: true, stdio: 'ignore', cwd: '/', env: outsideOfAppImage(process.env, process.execPath) },
    );
    child.unref();
  }
}
