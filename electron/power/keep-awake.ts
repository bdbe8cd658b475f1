/** Electron's powerSaveBlocker. */
export type PowerSaveBlocker = {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): unknown;
};

/** Asks the system not to sleep while there is a call; its screen may go dark. */
export class KeepAwake {
  readonly #blocker: PowerSaveBlocker;
  #id: number | null = null;

  constructor(blocker: PowerSaveBlocker) {
    this.#blocker = blocker;
  }

  use(hasCall: boolean): void {
    if (hasCall && this.#id === null) this.#id = this.#blocker.start('prevent-app-suspension');
    if (!hasCall && this.#id !== null) {
      this.#blocker.stop(this.#id);
      this.#id = null;
    }
  }
}
