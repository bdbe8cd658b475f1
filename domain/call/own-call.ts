import { CodedError } from '../errors.ts';
import { requireRow, requireScope } from '../mutation/define.ts';
import type { Actor } from '../mutation/transaction.ts';
import type { Call } from './call.ts';

/** A call's record is written by the agent who had it, while they work in the team that it belongs to. */
export function requireOwnCall(actor: Actor, call: Call | undefined): Call {
  const own = requireRow(call, 'call');
  if (own.agentId !== actor.agentId) throw new CodedError('MUTATION_FORBIDDEN', `call ${own.id}`);
  requireScope(actor, own.scope);
  return own;
}
