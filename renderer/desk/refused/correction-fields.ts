import { z } from 'zod';
import { CallbackOutcome } from '../../../domain/callback/callback.ts';
import { EquipmentKind } from '../../../domain/equipment/equipment.ts';
import type { MutationName } from '../../../domain/mutation/registry.ts';
import { nextStates } from '../../../domain/ticket/state.ts';
import {
  mostOfAddress,
  mostOfCorrespondent,
  mostOfEmailSubject,
  mostOfExchange,
} from '../../../domain/timeline/entry.ts';
import { satisfactionScores } from '../../../domain/timeline/satisfaction.ts';
import { Verdict } from '../../../domain/validation/validation.ts';
import type { RefusedMutation } from '../../store/contract.ts';
import { kindLabel } from '../equipment/equipment-words.ts';
import { scoreLabel } from '../records/record-words.ts';
import { impactLabel, stateLabel, urgencyLabel } from '../words/labels.ts';
import { showPersonsNumbers } from '../words/typed-numbers.ts';
import type { Text } from '../words/use-text.ts';
import { contactField, numbersLine } from './contact-fields.ts';
import {
  argsOf,
  basesOf,
  changesOf,
  choiceId,
  line,
  list,
  said,
  type Args,
  type Around,
  type CorrectionField,
} from './correction.ts';

type Asks = (args: Args, around: Around, mutation: RefusedMutation) => readonly CorrectionField[];

/** What each asks; of one that is not here nothing can be made otherwise. */
const asks: Partial<Record<MutationName, Asks>> = {
  'note.add@1': (args) => [lines('text', 'composer.field', args['text'], 20_000, true), ticketOf(args)],
  'email.record@1': (args, around) => [
    {
      kind: 'choice',
      name: 'direction',
      label: 'record.direction',
      value: said(args['direction']),
      choices: [
        { id: 'incoming', label: around.text('record.incoming') },
        { id: 'outgoing', label: around.text('record.outgoing') },
      ],
    },
    line('correspondent', 'record.address', args['correspondent'], mostOfAddress, true),
    line('subject', 'record.subject', args['subject'], mostOfEmailSubject),
    lines('text', 'record.text', args['text'], mostOfExchange, true),
    ticketOf(args),
  ],
  'chat.record@1': (args) => [
    line('correspondent', 'record.with', args['correspondent'], mostOfCorrespondent, true),
    lines('text', 'record.transcript', args['text'], mostOfExchange, true),
    ticketOf(args),
  ],
  'satisfaction.record@1': (args, { text }) => [
    {
      kind: 'choice',
      name: 'score',
      label: 'satisfaction.question',
      value: choiceId(args['score']),
      choices: satisfactionScores.map((score) => ({ id: String(score), label: `${score} ${text(scoreLabel[score])}` })),
    },
    lines('text', 'satisfaction.words', args['text'], 2000),
    ticketOf(args),
  ],
  'ticket.create@1': (args, around) => [
    line('subject', 'ticket.subject', args['subject'], 200),
    levelChoice('urgency', args['urgency'], around.text),
    levelChoice('impact', args['impact'], around.text),
    teamChoice(args['teamId'], around),
  ],
  'ticket.merge@1': (args) => [
    { kind: 'ticket', name: 'into', label: 'merge.into', value: said(args['into']), required: true },
  ],
  'ticket.delete@1': (args) => [line('reason', 'delete.reason', args['reason'], 500, true)],
  'ticket.setState@1': (args, around) => stateFields(args, around),
  'contact.create@1': (args, around) => [
    line('name', 'contact.name', args['name'], 120, true),
    line('organisation', 'contact.organisation', args['organisation'], 120),
    line('town', 'contact.town', args['town'], 80),
    numbersLine(list(args['numbers']), around),
  ],
  'equipment.add@1': (args, around) => [
    line('name', 'equipment.name', args['name'], 120, true),
    kindChoice(args['kind'], around.text),
    line('serial', 'equipment.serial', args['serial'], 80),
    line('note', 'equipment.note', args['note'], 2000),
  ],
  'text.add@1': (args) => [
    line('title', 'texts.name', args['title'], 80, true),
    lines('text', 'texts.words', args['text'], 10_000, true),
    line('abbreviation', 'texts.abbreviation', args['abbreviation'], 24),
  ],
  'ticket.link@1': (args) => [
    { kind: 'ticket', name: 'toId', label: 'links.which', value: said(args['toId']), required: true },
  ],
  'validation.ask@1': (args, around) => [
    lines('question', 'validation.question', args['question'], 2000, true),
    askedChoice(args['asked'], around),
  ],
  'validation.answer@1': (args, around) => [
    {
      kind: 'choice',
      name: 'verdict',
      label: 'refused.verdict',
      value: said(args['verdict']),
      choices: Verdict.options.map((id) => ({ id, label: around.text(verdictLabel[id]) })),
    },
    lines('text', 'validation.words', args['text'], 2000),
  ],
  'callback.promise@1': (args, around) => [
    { kind: 'due', name: 'dueAt', label: 'callback.when', value: said(args['dueAt']) },
    line('about', 'callback.about', args['about'], 500),
    personChoice('callback.assignee', args['assigneeId'], 'callback.team', around),
    { kind: 'ticket', name: 'ticketId', label: 'refused.onTicket', value: said(args['ticketId']), required: false },
  ],
  'callback.close@1': (args, around) => [
    {
      kind: 'choice',
      name: 'outcome',
      label: 'callback.close',
      value: said(args['outcome']),
      choices: CallbackOutcome.options.map((id) => ({ id, label: around.text(outcomeLabel[id]) })),
    },
  ],
  'call.link@1': (args) =>
    args['ticketId'] == null
      ? []
      : [
          {
            kind: 'ticket',
            name: 'ticketId',
            label: 'refused.onTicket',
            value: said(args['ticketId']),
            required: true,
          },
        ],
  'ticket.update@1': (_, around, mutation) => changedFields(mutation, around),
  'callback.update@1': (_, around, mutation) => changedFields(mutation, around),
  'equipment.update@1': (_, around, mutation) => changedFields(mutation, around),
  'contact.update@1': (_, around, mutation) => changedFields(mutation, around),
};

export function correctionFields(mutation: RefusedMutation, around: Around): readonly CorrectionField[] {
  return asks[mutation.name]?.(argsOf(mutation), around, mutation) ?? [];
}

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

function changedFields(mutation: RefusedMutation, around: Around): CorrectionField[] {
  const { text, row } = around;
  return changesOf(mutation).flatMap(([field, value]): CorrectionField[] => {
    const made = fieldOf(mutation, field, value, around);
    if (made === null || row === null) return made === null ? [] : [made];
    const there = row[field] ?? null;
    const words = inWords(made, there, around);
    return [{ ...made, now: words === undefined || words === '' ? text('refused.nothingThere') : words }];
  });
}

function inWords(field: CorrectionField, there: unknown, { country }: Around): string | undefined {
  if (field.kind === 'choice') return field.choices.find(({ id }) => id === choiceId(there))?.label;
  return field.kind === 'numbers' ? showPersonsNumbers(list(there), country) : said(there);
}

function fieldOf(mutation: RefusedMutation, field: string, value: unknown, around: Around): CorrectionField | null {
  const { text } = around;
  const { name } = mutation;
  if (name === 'contact.update@1') return contactField(field, value, basesOf(mutation), around);
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
      : [{ id: state, label: text(stateLabel[state]) }],
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

function lines(name: string, label: string, value: unknown, most: number, required = false): CorrectionField {
  return { kind: 'lines', name, label, value: said(value), most, required };
}

/** Which ticket it goes to. */
function ticketOf(args: Args): CorrectionField {
  return { kind: 'ticket', name: 'ticketId', label: 'refused.onTicket', value: said(args['ticketId']), required: true };
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
