/**
 * A disk of its own, in a file, whose power can be cut, and that can be full. What a program has written and not asked to be on the disk (fsync) is in
 * the kernel's memory only, and is gone with the power; the kernel itself would write it after half a minute.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labFolder, type LabFolder } from './folder.ts';

const run = promisify(execFile);

const bytes = 256 * 1024 * 1024;

export class PowerCutDisk {
  readonly #folder: LabFolder;
  #cuts = 0;
  readonly #endAtOnce = (): void => void spawnSync('umount', ['--lazy', this.path]);

  private constructor(folder: LabFolder) {
    this.#folder = folder;
  }

  /** Undefined where the system lets nobody mount one. */
  static async start(): Promise<PowerCutDisk | undefined> {
    const disk = new PowerCutDisk(labFolder('disk'));
    mkdirSync(disk.path);
    await writeFile(disk.#image, '');
    await truncate(disk.#image, bytes);
    await run('mkfs.ext4', ['-q', disk.#image]);
    try {
      await disk.#mount();
    } catch {
      disk.#folder.remove();
      return undefined;
    }
    return disk;
  }

  get path(): string {
    return join(this.#folder.path, 'mounted');
  }

  /** The power goes and comes back: what is there now is what was on the disk. Whoever had files open must have been killed before. */
  async cut(): Promise<void> {
    const before = this.#image;
    this.#cuts += 1;
    // As it is, before the kernel writes the rest at the unmounting.
    await run('cp', ['--sparse=always', '--reflink=never', before, this.#image]);
    await this.#unmount();
    await this.#mount();
  }

  /** Takes all the room that there is; what is there can still be read, and written over. */
  async fill(): Promise<void> {
    // It ends with an error: that there is no room left.
    await run('dd', ['if=/dev/zero', `of=${this.#filler}`, 'bs=64K', 'conv=notrunc,fsync', 'oflag=append']).catch(
      () => undefined,
    );
  }

  /** Gives it back. */
  async makeRoom(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  async stop(): Promise<void> {
    await this.#unmount().catch(this.#endAtOnce);
    this.#folder.remove();
  }

  get #filler(): string {
    return join(this.path, 'filler');
  }

  get #image(): string {
    return join(this.#folder.path, `image-${this.#cuts}`);
  }

  async #mount(): Promise<void> {
    // A commit of the journal would take with it what nobody has asked for: every five seconds, unless told otherwise.
    await run('mount', ['-o', 'loop,noatime,commit=600', this.#image, this.path]);
    // A test run that is broken off must not leave it mounted.
    process.once('exit', this.#endAtOnce);
  }

  async #unmount(): Promise<void> {
    await run('umount', [this.path]);
    process.off('exit', this.#endAtOnce);
  }
}
