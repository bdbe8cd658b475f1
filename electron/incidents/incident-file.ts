import { appendFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Incident } from '../../domain/wire/incident.ts';
import { syncFolder, writeAtomically } from '../files/atomic-write.ts';
import { oneAtATime } from '../files/one-at-a-time.ts';
import type { Log } from '../log/log.ts';

export type IncidentFileOptions = {
  readonly file: string;
  readonly log: Pick<Log, 'warn'>;
  /** How many are kept at least; twice as many before the oldest are dropped. */
  readonly kept?: number;
};

/** What happened, on the disk: one line of JSON each, the oldest first, bounded, readable by this user only. */
export class IncidentFile {
  readonly #options: Required<IncidentFileOptions>;
  readonly #inOrder = oneAtATime();
  #incidents: Incident[];
  /** Of the file, those that cannot be read included. */
  #lines: number;
  /** The file ends within a line, which a power loss has cut. */
  #cut: boolean;

  private constructor(options: Required<IncidentFileOptions>, text: string) {
    this.#options = options;
    const lines = text.split('\n').filter((line) => line !== '');
    this.#incidents = lines.flatMap((line) => incidentIn(line) ?? []).slice(-options.kept);
    this.#lines = lines.length;
    this.#cut = text !== '' && !text.endsWith('\n');
  }

  /** One that is absent or cannot be read is an empty one. */
  static async open({ file, log, kept = 500 }: IncidentFileOptions): Promise<IncidentFile> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.warn('incidents-unreadable', String(error));
      return '';
    });
    return new IncidentFile({ file, log, kept }, text);
  }

  /** The newest last. */
  get incidents(): readonly Incident[] {
    return this.#incidents;
  }

  /** Resolves when it is on the disk, or cannot be; it is in `incidents` at once. */
  add(incident: Incident): Promise<void> {
    this.#remember(incident);
    return this.#inOrder(async () => {
      const { file, kept, log } = this.#options;
      try {
        if (this.#lines > 2 * kept) {
          await writeAtomically(file, this.#incidents.map(lineOf).join(''));
          this.#lines = this.#incidents.length;
          return;
        }
        const isNew = this.#lines === 0;
        const handle = await open(file, 'a', 0o600);
        try {
          await handle.appendFile(this.#begin() + lineOf(incident));
          await handle.datasync();
        } finally {
          await handle.close();
        }
        if (isNew) await syncFolder(dirname(file));
        this.#lines++;
      } catch (error) {
        log.warn('incident-not-kept', String((error as NodeJS.ErrnoException).code));
      }
    });
  }

  /** For the very end of the program, which waits for nothing. */
  addAtOnce(incident: Incident): void {
    this.#remember(incident);
    try {
      appendFileSync(this.#options.file, this.#begin() + lineOf(incident), { mode: 0o600 });
    } catch (error) {
      this.#options.log.warn('incident-not-kept', String((error as NodeJS.ErrnoException).code));
    }
  }

  #remember(incident: Incident): void {
    this.#incidents = [...this.#incidents, incident].slice(-this.#options.kept);
  }

  #begin(): string {
    const begin = this.#cut ? '\n' : '';
    this.#cut = false;
    return begin;
  }
}

function lineOf(incident: Incident): string {
  return `${JSON.stringify(incident)}\n`;
}

function incidentIn(line: string): Incident | undefined {
  try {
    return Incident.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
