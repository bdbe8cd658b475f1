import { activityIn, readDialogInfo } from '../sip/dialog-info.ts';
import type { Watch } from '../sip/subscriptions.ts';

export type RingWatchOptions = {
  readonly watch: Watch;
  /** Of our own line. */
  readonly user: string;
  /** Of the calls of this phone one was answered: what the PBX says of the line may be said of that one. */
  readonly isTalking: () => boolean;
  /** The PBX says that our line rings, or that nothing is going on there. */
  readonly onRings: (rings: boolean) => void;
};

/**
 * Asks the PBX whether our own line rings (RFC 4235), while somebody has to know: a caller who gave up while the phone was dead could
 * not be heard of. A PBX that has no such thing says nothing, and then a time limit decides.
 */
export class RingWatch {
  readonly #options: RingWatchOptions;
  #stop: (() => void) | undefined;

  constructor(options: RingWatchOptions) {
    this.#options = options;
  }

  want(on: boolean): void {
    if (on === (this.#stop !== undefined)) return;
    if (!on) {
      this.#stop?.();
      this.#stop = undefined;
      return;
    }
    const { watch, user, isTalking, onRings } = this.#options;
    this.#stop = watch({ user, event: 'dialog' }, (body) => {
      const dialogs = body === null ? undefined : readDialogInfo(body);
      if (dialogs === undefined) return;
      const activity = activityIn(dialogs);
      // Some exchanges call a line busy from the first ring on.
      if (activity !== 'inCall' || !isTalking()) onRings(activity !== 'idle');
    });
  }
}
