import type { z } from 'zod';
import { CodedError } from '../errors.ts';
import type { Id } from '../ids.ts';
import { organisationScope, trashScope } from '../row.ts';
import type { Actor, Effect, Transaction } from './transaction.ts';

/** A named, versioned change: the schema of its arguments and one function that both the store and the server run. */
export type MutationDefinition<S extends z.ZodType = z.ZodType> = {
  readonly args: S;
  /** Checks the actor's rights and the rules, then writes. Throws a `CodedError` of the MUTATION_ family to refuse. */
  readonly run: (tx: Transaction, args: z.infer<S>) => Promise<Effect>;
};

export function defineMutation<S extends z.ZodType>(definition: MutationDefinition<S>): MutationDefinition<S> {
  return definition;
}

/** Agents act in their own teams; supervisors and administrators in all. */
export function mayActIn(actor: Actor, scope: Id): boolean {
  if (actor.role !== 'agent') return true;
  return scope === organisationScope || actor.teamIds.includes(scope);
}

export function requireScope(actor: Actor, scope: Id): void {
  if (scope === trashScope) throw new CodedError('MUTATION_TICKET_DELETED', 'of a deleted ticket');
  if (!mayActIn(actor, scope)) throw new CodedError('MUTATION_FORBIDDEN', `scope ${scope}`);
}

/** For what only those may do who answer for the team. */
export function requireSupervisor(actor: Actor): void {
  if (actor.role === 'agent') throw new CodedError('MUTATION_FORBIDDEN', 'for supervisors');
}

/** Tickets, calls and questions belong to a team, never to the whole organisation, where everybody would read them. */
export function requireTeam(actor: Actor, teamId: Id): void {
  if (teamId === organisationScope) throw new CodedError('MUTATION_FORBIDDEN', 'the organisation is no team');
  requireScope(actor, teamId);
}

export function requireRow<R>(row: R | undefined, what: string): R {
  if (row === undefined) throw new CodedError('MUTATION_TARGET_MISSING', what);
  return row;
}
