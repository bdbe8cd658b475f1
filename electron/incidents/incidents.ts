import type { Incident } from '../../domain/wire/incident.ts';
import type { IncidentFile } from './incident-file.ts';

/** Without its time, which is now. */
export type Happening = Incident extends infer I ? (I extends Incident ? Omit<I, 'at'> : never) : never;

/** Where the shell tells what happened, from its first moment on; the file is opened later. */
export class Incidents {
  #file: IncidentFile | undefined;
  #waiting: Incident[] = [];
  #onTold: (incident: Incident) => void = () => undefined;

  /** The newest last. */
  get all(): readonly Incident[] {
    return [...(this.#file?.incidents ?? []), ...this.#waiting];
  }

  /** @param onTold is called with what is told from now on */
  open(file: IncidentFile, onTold: (incident: Incident) => void): void {
    this.#file = file;
    this.#onTold = onTold;
    for (const incident of this.#waiting.splice(0)) void file.add(incident);
  }

  happened(happening: Happening): void {
    this.tell({ at: new Date().toISOString(), ...happening });
  }

  tell(incident: Incident): void {
    if (this.#file === undefined) this.#waiting.push(incident);
    else void this.#file.add(incident);
    this.#onTold(incident);
  }

  /** The last word of this run. */
  quit(): void {
    this.#file?.addAtOnce({ at: new Date().toISOString(), code: 'app-quit' });
  }
}
