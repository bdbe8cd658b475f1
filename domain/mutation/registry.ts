import { z } from 'zod';
import { callHandled, callLink, callLog, callRate, callWrapUp } from '../call/mutations.ts';
import { callbackClose, callbackPromise, callbackUpdate } from '../callback/mutations.ts';
import { contactCreate, contactUpdate } from '../contact/mutations.ts';
import { equipmentAdd, equipmentUpdate } from '../equipment/mutations.ts';
import { CodedError } from '../errors.ts';
import { Id, Instant } from '../ids.ts';
import { organisationUpdate } from '../organisation/mutations.ts';
import { procedureRetire, procedureStart, procedureStep, procedureWrite } from '../procedure/mutations.ts';
import { textAdd, textUpdate } from '../text/mutations.ts';
import { ticketLink, ticketSolveChildren, ticketUnlink } from '../ticket/link-mutations.ts';
import { ticketDelete, ticketRestore } from '../ticket/delete.ts';
import { ticketFollow } from '../ticket/follow.ts';
import { ticketHandOver } from '../ticket/hand-over.ts';
import { ticketMerge } from '../ticket/merge.ts';
import { withOutlines } from '../ticket/outline.ts';
import { ticketCreate, ticketSetState, ticketUpdate } from '../ticket/mutations.ts';
import { noteAdd } from '../timeline/mutations.ts';
import { chatRecord, emailRecord, satisfactionRecord } from '../timeline/record-mutations.ts';
import { validationAnswer, validationAsk, validationWithdraw } from '../validation/mutations.ts';
import type { MutationDefinition } from './define.ts';
import type { Effect, Transaction } from './transaction.ts';

/** Every mutation by `name@version`. A released version never changes its meaning; old ones stay while clients may hold them. */
export const mutations = {
  'ticket.create@1': ticketCreate,
  'ticket.update@1': ticketUpdate,
  'ticket.setState@1': ticketSetState,
  'ticket.link@1': ticketLink,
  'ticket.unlink@1': ticketUnlink,
  'ticket.solveChildren@1': ticketSolveChildren,
  'ticket.merge@1': ticketMerge,
  'ticket.handOver@1': ticketHandOver,
  'ticket.follow@1': ticketFollow,
  'ticket.delete@1': ticketDelete,
  'ticket.restore@1': ticketRestore,
  'note.add@1': noteAdd,
  'email.record@1': emailRecord,
  'chat.record@1': chatRecord,
  'satisfaction.record@1': satisfactionRecord,
  'call.log@1': callLog,
  'call.link@1': callLink,
  'call.handled@1': callHandled,
  'call.rate@1': callRate,
  'call.wrapUp@1': callWrapUp,
  'contact.create@1': contactCreate,
  'contact.update@1': contactUpdate,
  'validation.ask@1': validationAsk,
  'validation.answer@1': validationAnswer,
  'validation.withdraw@1': validationWithdraw,
  'callback.promise@1': callbackPromise,
  'callback.update@1': callbackUpdate,
  'callback.close@1': callbackClose,
  'equipment.add@1': equipmentAdd,
  'equipment.update@1': equipmentUpdate,
  'organisation.update@1': organisationUpdate,
  'procedure.write@1': procedureWrite,
  'procedure.retire@1': procedureRetire,
  'procedure.start@1': procedureStart,
  'procedure.step@1': procedureStep,
  'text.add@1': textAdd,
  'text.update@1': textUpdate,
} as const;

export type MutationName = keyof typeof mutations;
export type MutationArgs<N extends MutationName> = z.input<(typeof mutations)[N]['args']>;

/**
 * A mutation as it is kept in the outbox and sent. `seq` counts from 1 per client, without gaps; `id` is global, so that a
 * replay under another client id is recognised.
 */
export const MutationEnvelope = z.object({
  id: Id,
  seq: z.int().positive(),
  name: z.string().max(64),
  args: z.unknown(),
  at: Instant,
});
export type MutationEnvelope = z.infer<typeof MutationEnvelope>;

/** Parses the arguments and runs the mutation. Throws `CodedError` MUTATION_UNKNOWN, MUTATION_INVALID or what it refuses with. */
export async function runMutation(tx: Transaction, name: string, args: unknown): Promise<Effect> {
  if (!Object.hasOwn(mutations, name)) throw new CodedError('MUTATION_UNKNOWN', name.slice(0, 64));
  const definition: MutationDefinition = mutations[name as MutationName];
  const parsed = definition.args.safeParse(args);
  if (!parsed.success) throw new CodedError('MUTATION_INVALID', z.prettifyError(parsed.error).slice(0, 400));
  return await withOutlines(tx, async (watched) => await definition.run(watched, parsed.data));
}
