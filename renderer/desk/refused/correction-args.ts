import { newId } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import { readPersonsNumbers } from '../words/typed-numbers.ts';
import { contactValue } from './contact-fields.ts';
import { argsOf, basesOf, changesOf, said, withoutCheck, type Args, type Around, type Values } from './correction.ts';

/**
 * The arguments of the mutation that takes its place. Ids stay, so that what was written on top of it finds it, and so that it cannot
 * come twice; but one that was taken by something else is made anew.
 */
export function correctedArgs(mutation: RefusedMutation, values: Values, around: Around): Args {
  const args = argsOf(mutation);
  const taken = mutation.result.code === 'MUTATION_ID_TAKEN';
  const ids: Args = {
    ...(taken && makesRow.has(mutation.name) ? { id: newId() } : {}),
    ...(taken && 'entryId' in args ? { entryId: newId() } : {}),
  };
  // Whoever sends it again has seen what changed.
  const given = { ...withoutCheck(args), ...ids };
  return (corrects[mutation.name] ?? ((): Args => ({ ...given, ...values })))({ given, values, around, mutation });
}

type Correction = {
  readonly given: Args;
  readonly values: Values;
  readonly around: Around;
  readonly mutation: RefusedMutation;
};

const changesAgain = ({ given, values, around, mutation }: Correction): Args => ({
  ...given,
  changes: correctedChanges(mutation, values, around),
});

/** Where the arguments are more than the fields by their names. */
const corrects: Partial<Record<MutationName, (correction: Correction) => Args>> = {
  'ticket.create@1': ({ given, values, around, mutation }) => {
    const { urgency = '3', impact = '3', ...rest } = values;
    // The call that it came from may be why: the ticket can be without it.
    const isLinked = around.myTeamIds.includes(said(given['teamId'])) && !lacksSomething(mutation);
    const callId = isLinked ? (given['callId'] ?? null) : null;
    return { ...given, ...rest, urgency: Number(urgency), impact: Number(impact), callId };
  },
  'contact.create@1': ({ given, values, around }) => {
    const { numbers } = readPersonsNumbers(values['numbers'] ?? '', around.country);
    return { ...given, ...nullsFor(values, ['organisation', 'town']), numbers };
  },
  'validation.ask@1': ({ given, values }) => {
    const [kind, id] = (values['asked'] ?? '').split(' ');
    return { ...given, question: values['question'] ?? '', asked: { kind, id } };
  },
  'callback.promise@1': ({ given, values }) => ({ ...given, ...nullsFor(values, ['ticketId', 'assigneeId']) }),
  'ticket.setState@1': ({ given, values }) => {
    const [to = '', pendingReason = null] = (values['to'] ?? said(given['to'])).split(' ');
    return { ...given, to, pendingReason };
  },
  'satisfaction.record@1': ({ given, values }) => ({ ...given, ...values, score: Number(values['score']) }),
  'text.add@1': ({ given, values }) => ({ ...given, ...nullsFor(values, ['abbreviation']) }),
  'ticket.update@1': changesAgain,
  'callback.update@1': changesAgain,
  'equipment.update@1': changesAgain,
  'contact.update@1': changesAgain,
};

const makesRow: ReadonlySet<MutationName> = new Set<MutationName>([
  'ticket.create@1',
  'note.add@1',
  'email.record@1',
  'chat.record@1',
  'satisfaction.record@1',
  'contact.create@1',
  'equipment.add@1',
  'validation.ask@1',
  'callback.promise@1',
  'text.add@1',
]);

/** Each value against what is there by now: whoever sends it again has seen that. */
function correctedChanges(mutation: RefusedMutation, values: Values, { row, country }: Around): Args {
  const bases = basesOf(mutation);
  const isContact = mutation.name === 'contact.update@1';
  return Object.fromEntries(
    changesOf(mutation).map(([field, value]) => {
      const typed = values[field];
      const base = row === null ? (bases[field]?.base ?? null) : (row[field] ?? null);
      if (typed === undefined) return [field, { base, value }];
      return [field, { base, value: isContact ? contactValue(field, typed, country) : likeBefore(field, typed) }];
    }),
  );
}

function likeBefore(field: string, typed: string): unknown {
  switch (field) {
    case 'impact':
    case 'urgency':
      return Number(typed);
    case 'major':
      return typed === 'true';
    case 'assigneeId':
      return typed === '' ? null : typed;
    default:
      return typed;
  }
}

function lacksSomething({ result }: RefusedMutation): boolean {
  return result.code === 'MUTATION_TARGET_MISSING' || result.code === 'MUTATION_FORBIDDEN';
}

function nullsFor(values: Values, names: readonly string[]): Args {
  return { ...values, ...Object.fromEntries(names.map((name) => [name, values[name]?.trim() || null])) };
}
