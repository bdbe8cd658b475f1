import type { LineQueue } from '../../../domain/wire/provisioning.ts';
import type { Known, QueueMembership } from '../contract/work-state.ts';
import { activityIn, noDialogs, readDialogInfo } from '../sip/dialog-info.ts';
import { filledCode, type LineServices } from './line-services.ts';

/** What the PBX says of this agent's queues: everything from its hints, nothing from what was asked of it. */
export class Memberships {
  readonly #queues: readonly LineQueue[];
  readonly #known = new Map<string, { signedIn: Known; paused: Known; pending: boolean }>();
  readonly #stops: (() => void)[] = [];
  readonly #onChange: () => void;

  constructor({ queues, codes, user, watch }: LineServices, onChange: () => void) {
    this.#queues = queues;
    this.#onChange = onChange;
    for (const { id } of queues) {
      // Where agents cannot come and go, they are in.
      this.#known.set(id, { signedIn: codes.signIn === null ? 'yes' : 'unknown', paused: 'unknown', pending: false });
      const follow = (field: 'signedIn' | 'paused', pattern: string | null): void => {
        if (pattern === null) return;
        const hint = { user: filledCode(pattern, { queue: id, line: user }), event: 'dialog' } as const;
        this.#stops.push(watch(hint, (body) => this.#learn(id, field, body)));
      };
      follow('signedIn', codes.signedInHint);
      follow('paused', codes.pausedHint);
    }
  }

  get list(): QueueMembership[] {
    return this.#queues.map(({ id, name }) => ({ id, name, ...this.#of(id) }));
  }

  /** In at least one of them; without any: no. */
  get signedIn(): Known {
    const all = this.list.map((queue) => queue.signedIn);
    if (all.includes('yes')) return 'yes';
    return all.includes('unknown') ? 'unknown' : 'no';
  }

  /** In all that the agent is in. */
  get paused(): Known {
    const all = this.list.filter((queue) => queue.signedIn !== 'no').map((queue) => queue.paused);
    if (all.length === 0 || all.includes('unknown')) return 'unknown';
    return all.includes('no') ? 'no' : 'yes';
  }

  setPending(id: string, pending: boolean): void {
    this.#known.set(id, { ...this.#of(id), pending });
    this.#onChange();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #of(id: string): { signedIn: Known; paused: Known; pending: boolean } {
    return this.#known.get(id) ?? { signedIn: 'unknown', paused: 'unknown', pending: false };
  }

  #learn(id: string, field: 'signedIn' | 'paused', body: string | null): void {
    const dialogs = body === null ? undefined : readDialogInfo(body, noDialogs);
    const known: Known = dialogs === undefined ? 'unknown' : activityIn(dialogs) === 'idle' ? 'no' : 'yes';
    this.#known.set(id, { ...this.#of(id), [field]: known });
    this.#onChange();
  }
}
