import type { Id } from '../../../domain/ids.ts';
import type { MutationArgs } from '../../../domain/mutation/registry.ts';
import { success, type Result } from '../../../domain/result.ts';
import { newTicketPrefix, type Store } from '../../store/contract.ts';
import type { CallLog } from '../call-log/call-log.ts';
import { mutate } from '../data/mutate.ts';

export type NewTicketArgs = MutationArgs<'ticket.create@1'>;

/**
 * Makes tickets. What a ticket is made of is a draft from the first moment on: the store may not be open yet, and the call's row goes first.
 * A desk that dies before the ticket is there leaves it to the next one (left-tickets.ts).
 */
export class NewTickets {
  readonly store: Store;
  readonly log: Pick<CallLog, 'logged'> | null;
  readonly #begun = new Set<Id>();

  constructor(store: Store, log: Pick<CallLog, 'logged'> | null) {
    this.store = store;
    this.log = log;
  }

  /** This desk is making it, or has. */
  hasBegun(id: Id): boolean {
    return this.#begun.has(id);
  }

  /** Resolves once the ticket is on disk, or cannot be. */
  async make(args: NewTicketArgs): Promise<Result<null>> {
    this.#begun.add(args.id);
    this.#keep(args.id, JSON.stringify(args));
    // The ticket is linked to the call's row: the row goes first.
    if (args.callId !== null) await this.log?.logged(args.callId);
    const made = await this.create(args);
    this.#keep(args.id, '');
    return made;
  }

  /** @returns a success too where the desk that died had made it */
  async create(args: NewTicketArgs): Promise<Result<null>> {
    const made = await mutate(this.store, 'ticket.create@1', args);
    return made.ok || made.code === 'MUTATION_ID_TAKEN' ? success(null) : made;
  }

  #keep(id: Id, text: string): void {
    void this.store.request('saveDraft', { key: `${newTicketPrefix}${id}`, text }).catch(() => undefined);
  }
}
