import { z } from 'zod';
import type { Agent, Team } from '../../../domain/agent/agent.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import type { Text } from '../words/use-text.ts';

/** One thing of a refused mutation that the agent can make otherwise, as the form that it came from asks for it. */
export type CorrectionField = {
  readonly name: string;
  /** Id of its name in the catalog. */
  readonly label: string;
  /** As it was refused. */
  readonly value: string;
  /** What stands there by now, in words, where that is why. */
  readonly now?: string | undefined;
} & (
  | { readonly kind: 'line' | 'lines'; readonly most: number; readonly required: boolean }
  | { readonly kind: 'numbers' }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly id: string; readonly label: string }[] }
  | { readonly kind: 'ticket'; readonly required: boolean }
  | { readonly kind: 'due' }
);

/** What is there by now, of what a refused mutation is about. */
export type Around = {
  /** The row that it changes; null: it is not on this machine, or it makes one. */
  readonly row: Readonly<Record<string, unknown>> | null;
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly myTeamIds: readonly string[];
  readonly country: string;
  readonly text: Text;
};

export type Args = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, string>>;

/** The names of what was refused, as ids of the catalog. */
export const deeds: Readonly<Record<MutationName, string>> = {
  'ticket.create@1': 'refused.ticketCreate',
  'ticket.update@1': 'refused.ticketUpdate',
  'ticket.setState@1': 'refused.ticketState',
  'ticket.merge@1': 'refused.ticketMerge',
  'ticket.handOver@1': 'refused.ticketHandOver',
  'ticket.follow@1': 'refused.ticketFollow',
  'ticket.delete@1': 'refused.ticketDelete',
  'ticket.restore@1': 'refused.ticketRestore',
  'note.add@1': 'refused.noteAdd',
  'email.record@1': 'refused.emailRecord',
  'chat.record@1': 'refused.chatRecord',
  'satisfaction.record@1': 'refused.satisfactionRecord',
  'call.log@1': 'refused.callLog',
  'call.link@1': 'refused.callLink',
  'call.handled@1': 'refused.callHandled',
  'call.rate@1': 'refused.callRate',
  'call.wrapUp@1': 'refused.callWrapUp',
  'contact.create@1': 'refused.contactCreate',
  'contact.update@1': 'refused.contactUpdate',
  'validation.ask@1': 'refused.validationAsk',
  'validation.answer@1': 'refused.validationAnswer',
  'validation.withdraw@1': 'refused.validationWithdraw',
  'callback.promise@1': 'refused.callbackPromise',
  'callback.update@1': 'refused.callbackUpdate',
  'callback.close@1': 'refused.callbackClose',
  'equipment.add@1': 'refused.equipmentAdd',
  'equipment.update@1': 'refused.equipmentUpdate',
  'ticket.link@1': 'refused.ticketLink',
  'ticket.unlink@1': 'refused.ticketUnlink',
  'ticket.solveChildren@1': 'refused.ticketSolveChildren',
  'organisation.update@1': 'refused.organisationUpdate',
  'procedure.write@1': 'refused.procedureWrite',
  'procedure.retire@1': 'refused.procedureRetire',
  'procedure.start@1': 'refused.procedureStart',
  'procedure.step@1': 'refused.procedureStep',
  'text.add@1': 'refused.textAdd',
  'text.update@1': 'refused.textUpdate',
};

export function argsOf({ args }: RefusedMutation): Args {
  return typeof args === 'object' && args !== null ? (args as Args) : {};
}

/** A refused one can go again; of a lost conflict only a value that may yet be put in the place of the other. */
export function canGoAgain({ name, result }: RefusedMutation): boolean {
  const mayTakeItsPlace = name.split('@')[0]?.endsWith('.update') === true && changedTable[name] !== undefined;
  return result.outcome === 'rejected' || mayTakeItsPlace;
}

const changedTable: Partial<Record<MutationName, 'tickets' | 'callbacks' | 'equipment' | 'contacts'>> = {
  'ticket.update@1': 'tickets',
  'ticket.setState@1': 'tickets',
  'callback.update@1': 'callbacks',
  'callback.close@1': 'callbacks',
  'equipment.update@1': 'equipment',
  'contact.update@1': 'contacts',
};

/** The row of a refused mutation that changes one. */
export function rowOf(mutation: RefusedMutation) {
  const table = changedTable[mutation.name];
  const { id } = argsOf(mutation);
  return table === undefined || typeof id !== 'string' ? null : { table, id };
}

const Changes = z.record(z.string(), z.object({ base: z.unknown(), value: z.unknown() }).optional());

export type Bases = z.infer<typeof Changes>;

/** What the agent saw when they changed it, field by field. */
export function basesOf(mutation: RefusedMutation): Bases {
  return Changes.catch({}).parse(argsOf(mutation)['changes']);
}

/** The changed fields that were not taken: of a refusal all of them, of a conflict those that lost. */
export function changesOf(mutation: RefusedMutation): readonly (readonly [field: string, value: unknown])[] {
  const lost = mutation.result.outcome === 'conflict' ? mutation.result.fields : undefined;
  return Object.entries(basesOf(mutation)).flatMap(([field, change]) =>
    change === undefined || (lost !== undefined && !lost.includes(field)) ? [] : [[field, change.value] as const],
  );
}

/** Without what stopped it: whoever sends it again has seen what changed. */
export function withoutCheck(args: Args): Args {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'against' && name !== 'saw'));
}

export function said(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

export function choiceId(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : said(value);
}

export function line(name: string, label: string, value: unknown, most: number, required = false): CorrectionField {
  return { kind: 'line', name, label, value: said(value), most, required };
}
