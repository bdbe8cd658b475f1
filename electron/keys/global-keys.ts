import type { GlobalShortcut } from 'electron';
import { globalActions, type GlobalAction, type Settings } from '../../renderer/bridges/settings.ts';
import type { Log } from '../log/log.ts';
import { acceleratorOf } from './accelerator.ts';

/** The keys that work while another window has the focus, as the settings want them and the system gives them. */
export class GlobalKeys {
  readonly #system: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly #onKey: (action: GlobalAction) => void;
  readonly #log: Log;
  readonly #held = new Map<GlobalAction, string>();
  #refused: readonly GlobalAction[] = [];

  constructor(
    system: Pick<GlobalShortcut, 'register' | 'unregister'>,
    onKey: (action: GlobalAction) => void,
    log: Log,
  ) {
    this.#system = system;
    this.#onKey = onKey;
    this.#log = log;
  }

  get refused(): readonly GlobalAction[] {
    return this.#refused;
  }

  use(keys: Settings['globalKeys']): void {
    const wanted = new Map(globalActions.map((action) => [action, acceleratorOf(keys[action] ?? '')]));
    for (const [action, accelerator] of this.#held) {
      // First everything that goes: two actions may have swapped their keys.
      if (wanted.get(action) !== accelerator) this.#release(action, accelerator);
    }
    this.#refused = globalActions.filter((action) => {
      const accelerator = wanted.get(action);
      return keys[action] !== undefined && !this.#held.has(action) && !this.#take(action, accelerator);
    });
    if (this.#refused.length > 0) this.#log.warn('global-keys-refused', this.#refused.join(', '));
  }

  #take(action: GlobalAction, accelerator: string | undefined): boolean {
    if (accelerator === undefined) return false;
    try {
      if (!this.#system.register(accelerator, () => this.#onKey(action))) return false;
    } catch {
      // A key that Electron does not know.
      return false;
    }
    this.#held.set(action, accelerator);
    return true;
  }

  #release(action: GlobalAction, accelerator: string): void {
    this.#system.unregister(accelerator);
    this.#held.delete(action);
  }
}
