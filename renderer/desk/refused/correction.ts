import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { Agent, Team } from '../../../domain/agent/agent.ts';
import { CallbackOutcome } from '../../../domain/callback/callback.ts';
import { EquipmentKind } from '../../../domain/equipment/equipment.ts';
import { newId } from '../../../domain/ids.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { toE164 } from '../../../domain/phone-number/phone-number.ts';
import { nextStates } from '../../../domain/ticket/state.ts';
import { Verdict } from '../../../domain/validation/validation.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import { kindLabel } from '../equipment/equipment-words.ts';
import { impactLabel, stateLabel, urgencyLabel } from '../words/labels.ts';
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

type Args = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, string>>;

/** The names of what was refused, as ids of the catalog. */
export const deeds: Readonly<Record<MutationName, string>> = {
  'ticket.create@1': 'refused.ticketCreate',
  'ticket.update@1': 'refused.ticketUpdate',
  'ticket.setState@1': 'refused.ticketState',
  'ticket.merge@1': 'refused.ticketMerge',
  'ticket.delete@1': 'refused.ticketDelete',
  'ticket.restore@1': 'refused.ticketRestore',
  'note.add@1': 'refused.noteAdd',
  'call.log@1': 'refused.callLog',
  'call.link@1': 'refused.callLink',
  'call.handled@1': 'refused.callHandled',
  'call.rate@1': 'refused.callRate',
  'call.wrapUp@1': 'refused.callWrapUp',
  'contact.create@1': 'refused.contactCreate',
  'validation.ask@1': 'refused.validationAsk',
  'validation.answer@1': 'refused.validationAnswer',
  'validation.withdraw@1': 'refused.validationWithdraw',
  'callback.promise@1': 'refused.callbackPromise',
  'callback.update@1': 'refused.callbackUpdate',
  'callback.close@1': 'refused.callbackClose',
  'equipment.add@1': 'refused.equipmentAdd',
  'equipment.update@1': 'refused.equipmentUpdate',
};

export function argsOf({ args }: RefusedMutation): Args {
  return typeof args === 'object' && args !== null ? (args as Args) : {};
}

/** A refused one can go again; of a lost conflict only a value that may yet be put in the place of the other. */
export function canGoAgain({ name, result }: RefusedMutation): boolean {
  return result.outcome === 'rejected' || name.split('@')[0]?.endsWith('.update') === true;
}

/** The row of a refused mutation that changes one. */
export function rowOf(
  mutation: RefusedMutation,
): { readonly table: 'tickets' | 'callbacks' | 'equipment'; readonly id: string } | null {
  const { id } = argsOf(mutation);
  if (typeof id !== 'string') return null;
  switch (mutation.name) {
    case 'ticket.update@1':
    case 'ticket.setState@1':
      return { table: 'tickets', id };
    case 'callback.update@1':
    case 'callback.close@1':
      return { table: 'callbacks', id };
    case 'equipment.update@1':
      return { table: 'equipment', id };
    default:
      return null;
  }
}

export function correctionFields(mutation: RefusedMutation, around: Around): readonly CorrectionField[] {
  const args = argsOf(mutation);
  const { text } = around;
  switch (mutation.name) {
    case 'note.add@1':
      return [
        {
          kind: 'lines',
          name: 'text',
          label: 'composer.field',
          value: said(args['text']),
          most: 20_000,
          required: true,
        },
        { kind: 'ticket', name: 'ticketId', label: 'refused.onTicket', value: said(args['ticketId']), required: true },
      ];
    case 'ticket.create@1':
      return [
        line('subject', 'ticket.subject', args['subject'], 200),
        levelChoice('urgency', args['urgency'], text),
        levelChoice('impact', args['impact'], text),
        teamChoice(args['teamId'], around),
      ];
    case 'ticket.merge@1':
      return [{ kind: 'ticket', name: 'into', label: 'merge.into', value: said(args['into']), required: true }];
    case 'ticket.delete@1':
      return [line('reason', 'delete.reason', args['reason'], 500, true)];
    case 'ticket.setState@1':
      return stateFields(args, around);
    case 'contact.create@1':
      return [
        line('name', 'contact.name', args['name'], 120, true),
        line('organisation', 'contact.organisation', args['organisation'], 120),
        line('town', 'contact.town', args['town'], 80),
        line('numbers', 'contact.numbers', list(args['numbers']).join(', '), 200),
      ];
    case 'equipment.add@1':
      return [
        line('name', 'equipment.name', args['name'], 120, true),
        kindChoice(args['kind'], text),
        line('serial', 'equipment.serial', args['serial'], 80),
        line('note', 'equipment.note', args['note'], 2000),
      ];
    case 'validation.ask@1':
      return [
        {
          kind: 'lines',
          name: 'question',
          label: 'validation.question',
          value: said(args['question']),
          most: 2000,
          required: true,
        },
        askedChoice(args['asked'], around),
      ];
    case 'validation.answer@1':
      return [
        {
          kind: 'choice',
          name: 'verdict',
          label: 'refused.verdict',
          value: said(args['verdict']),
          choices: Verdict.options.map((id) => ({ id, label: text(verdictLabel[id]) })),
        },
        {
          kind: 'lines',
          name: 'text',
          label: 'validation.words',
          value: said(args['text']),
          most: 2000,
          required: false,
        },
      ];
    case 'callback.promise@1':
      return [
        { kind: 'due', name: 'dueAt', label: 'callback.when', value: said(args['dueAt']) },
        line('about', 'callback.about', args['about'], 500),
        personChoice('callback.assignee', args['assigneeId'], 'callback.team', around),
        { kind: 'ticket', name: 'ticketId', label: 'refused.onTicket', value: said(args['ticketId']), required: false },
      ];
    case 'callback.close@1':
      return [
        {
          kind: 'choice',
          name: 'outcome',
          label: 'callback.close',
          value: said(args['outcome']),
          choices: CallbackOutcome.options.map((id) => ({ id, label: text(outcomeLabel[id]) })),
        },
      ];
    case 'call.link@1':
      return args['ticketId'] == null
        ? []
        : [
            {
              kind: 'ticket',
              name: 'ticketId',
              label: 'refused.onTicket',
              value: said(args['ticketId']),
              required: true,
            },
          ];
    case 'ticket.update@1':
    case 'callback.update@1':
    case 'equipment.update@1':
      return changedFields(mutation, around);
    case 'call.log@1':
    case 'call.handled@1':
    case 'call.rate@1':
    case 'call.wrapUp@1':
    case 'validation.withdraw@1':
    case 'ticket.restore@1':
      return [];
  }
}

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
  const { against: _seen, ...kept } = args;
  const given = { ...kept, ...ids };
  switch (mutation.name) {
    case 'ticket.create@1': {
      const { urgency = '3', impact = '3', ...rest } = values;
      // The call that it came from may be why: the ticket can be without it.
      const callId =
        around.myTeamIds.includes(said(args['teamId'])) && !lacksSomething(mutation) ? args['callId'] : null;
      return { ...given, ...rest, urgency: Number(urgency), impact: Number(impact), callId: callId ?? null };
    }
    case 'contact.create@1': {
      const numbers = (values['numbers'] ?? '')
        .split(',')
        .flatMap((typed) => toE164(typed, around.country as CountryCode) ?? []);
      return { ...given, ...nullsFor(values, ['organisation', 'town']), numbers: [...new Set(numbers)].slice(0, 10) };
    }
    case 'validation.ask@1': {
      const [kind, id] = (values['asked'] ?? '').split(' ');
      return { ...given, question: values['question'] ?? '', asked: { kind, id } };
    }
    case 'callback.promise@1':
      return { ...given, ...nullsFor(values, ['ticketId', 'assigneeId']) };
    case 'ticket.setState@1': {
      const [to = '', pendingReason = null] = (values['to'] ?? said(args['to'])).split(' ');
      return { ...given, to, pendingReason };
    }
    case 'ticket.update@1':
    case 'callback.update@1':
    case 'equipment.update@1':
      return { ...given, changes: correctedChanges(mutation, values, around) };
    default:
      return { ...given, ...values };
  }
}

const makesRow: ReadonlySet<MutationName> = new Set<MutationName>([
  'ticket.create@1',
  'note.add@1',
  'contact.create@1',
  'equipment.add@1',
  'validation.ask@1',
  'callback.promise@1',
]);

const verdictLabel: Readonly<Record<Verdict, string>> = {
  yes: 'validation.yes',
  no: 'validation.no',
  text: 'validation.wordsOnly',
};

const outcomeLabel: Readonly<Record<CallbackOutcome, string>> = {
  kept: 'callback.closeKept',
  missed: 'callback.closeMissed',
  cancelled: 'callback.closeCancelled',
};

const Changes = z.record(z.string(), z.object({ base: z.unknown(), value: z.unknown() }).optional());

/** The changed fields that were not taken: of a refusal all of them, of a conflict those that lost. */
function changesOf(mutation: RefusedMutation): readonly (readonly [field: string, value: unknown])[] {
  const changes = Changes.catch({}).parse(argsOf(mutation)['changes']);
  const lost = mutation.result.outcome === 'conflict' ? mutation.result.fields : undefined;
  return Object.entries(changes).flatMap(([field, change]) =>
    change === undefined || (lost !== undefined && !lost.includes(field)) ? [] : [[field, change.value] as const],
  );
}

function changedFields(mutation: RefusedMutation, around: Around): CorrectionField[] {
  const { text, row } = around;
  return changesOf(mutation).flatMap(([field, value]): CorrectionField[] => {
    const made = fieldOf(mutation.name, field, value, around);
    if (made === null || row === null) return made === null ? [] : [made];
    const there = row[field] ?? null;
    const words = made.kind === 'choice' ? made.choices.find(({ id }) => id === choiceId(there))?.label : said(there);
    return [{ ...made, now: words === undefined || words === '' ? text('refused.nothingThere') : words }];
  });
}

function fieldOf(name: MutationName, field: string, value: unknown, around: Around): CorrectionField | null {
  const { text } = around;
  switch (field) {
    case 'subject':
      return line('subject', 'ticket.subject', value, 200);
    case 'impact':
    case 'urgency':
      return levelChoice(field, value, text);
    case 'major':
      return {
        kind: 'choice',
        name: 'major',
        label: 'priority.major',
        value: choiceId(value),
        choices: [
          { id: 'true', label: text('refused.yes') },
          { id: 'false', label: text('refused.no') },
        ],
      };
    case 'assigneeId':
      return name === 'ticket.update@1'
        ? personChoice('ticket.assignee', value, 'ticket.nobody', around)
        : personChoice('callback.assignee', value, 'callback.team', around);
    case 'dueAt':
      return { kind: 'due', name: 'dueAt', label: 'callback.when', value: said(value) };
    case 'about':
      return line('about', 'callback.about', value, 500);
    case 'name':
      return line('name', 'equipment.name', value, 120, true);
    case 'serial':
      return line('serial', 'equipment.serial', value, 80);
    case 'note':
      return line('note', 'equipment.note', value, 2000);
    case 'kind':
      return kindChoice(value, text);
    default:
      // Goes again as it was: whose the thing is, which contact, whether it is in use.
      return null;
  }
}

/** Each value against what is there by now: whoever sends it again has seen that. */
function correctedChanges(mutation: RefusedMutation, values: Values, { row }: Around): Args {
  const bases = Changes.catch({}).parse(argsOf(mutation)['changes']);
  return Object.fromEntries(
    changesOf(mutation).map(([field, value]) => {
      const typed = values[field];
      const base = row === null ? (bases[field]?.base ?? null) : (row[field] ?? null);
      return [field, { base, value: typed === undefined ? value : likeBefore(field, typed) }];
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

function stateFields(args: Args, { row, text }: Around): CorrectionField[] {
  const from = row === null ? null : said(row['state']);
  const states = from === null ? [] : nextStates(from as Parameters<typeof nextStates>[0]);
  if (states.length === 0) return [];
  const choices = states.flatMap((state) =>
    state === 'pending'
      ? [
          { id: 'pending requester', label: `${text(stateLabel.pending)} (${text('ticket.pending.requester')})` },
          { id: 'pending third-party', label: `${text(stateLabel.pending)} (${text('ticket.pending.thirdParty')})` },
        ]
      : [{ id: state as string, label: text(stateLabel[state]) }],
  );
  const wanted =
    said(args['to']) === 'pending' ? `pending ${said(args['pendingReason']) || 'requester'}` : said(args['to']);
  const value = choices.some(({ id }) => id === wanted) ? wanted : (choices[0]?.id ?? '');
  return [
    {
      kind: 'choice',
      name: 'to',
      label: 'refused.state',
      value,
      choices,
      now: text(stateLabel[from as keyof typeof stateLabel]),
    },
  ];
}

function line(name: string, label: string, value: unknown, most: number, required = false): CorrectionField {
  return { kind: 'line', name, label, value: said(value), most, required };
}

function levelChoice(name: 'impact' | 'urgency', value: unknown, text: Text): CorrectionField {
  const labels = name === 'impact' ? impactLabel : urgencyLabel;
  const choices = Object.entries(labels).map(([id, label]) => ({ id, label: text(label) }));
  return {
    kind: 'choice',
    name,
    label: name === 'impact' ? 'ticket.impact' : 'ticket.urgency',
    value: choiceId(value),
    choices,
  };
}

function kindChoice(value: unknown, text: Text): CorrectionField {
  const choices = EquipmentKind.options.map((id) => ({ id, label: text(kindLabel[id]) }));
  return { kind: 'choice', name: 'kind', label: 'equipment.kind', value: said(value), choices };
}

function teamChoice(value: unknown, { teams, myTeamIds }: Around): CorrectionField {
  const choices = teams.filter(({ id }) => myTeamIds.includes(id)).map(({ id, name }) => ({ id, label: name }));
  const wanted = choices.some(({ id }) => id === value) ? said(value) : (choices[0]?.id ?? said(value));
  return { kind: 'choice', name: 'teamId', label: 'refused.team', value: wanted, choices };
}

function personChoice(label: string, value: unknown, nobody: string, { agents, text }: Around): CorrectionField {
  const choices = [{ id: '', label: text(nobody) }, ...agents.map(({ id, name }) => ({ id, label: name }))];
  return { kind: 'choice', name: 'assigneeId', label, value: choiceId(value), choices };
}

function askedChoice(value: unknown, { agents, teams }: Around): CorrectionField {
  const { kind, id } = z.object({ kind: z.string(), id: z.string() }).catch({ kind: '', id: '' }).parse(value);
  const choices = [
    ...teams.map((team) => ({ id: `team ${team.id}`, label: team.name })),
    ...agents.map((agent) => ({ id: `agent ${agent.id}`, label: agent.name })),
  ];
  return { kind: 'choice', name: 'asked', label: 'validation.target', value: `${kind} ${id}`, choices };
}

function lacksSomething({ result }: RefusedMutation): boolean {
  return result.code === 'MUTATION_TARGET_MISSING' || result.code === 'MUTATION_FORBIDDEN';
}

function nullsFor(values: Values, names: readonly string[]): Args {
  return { ...values, ...Object.fromEntries(names.map((name) => [name, values[name]?.trim() || null])) };
}

function said(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function choiceId(value: unknown): string {
  return value == null ? '' : String(value as string | number | boolean);
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
