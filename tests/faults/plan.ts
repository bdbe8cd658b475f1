/**
 * What an agent and their customers do, and what breaks meanwhile: chosen by chance, the same for the same seed on every
 * machine. Pure; how long it takes decides only how far the campaign gets.
 */
import { Random } from '../../server/seed/random.ts';
import { faultKinds, faults, type FaultKind } from './fault-kinds.ts';

/** Only what an agent may choose from where the ticket is. */
export type State = 'open' | 'pending' | 'solved';
export type Priority = 2 | 3 | 4;

export type Act =
  /** Takes the call that rings. */
  | { readonly kind: 'answer' }
  /** Opens a ticket, from the call if there is one, and gives it its subject. */
  | { readonly kind: 'ticket' }
  /** Types into the note's field and leaves it there. */
  | { readonly kind: 'write'; readonly text: string }
  /** Adds what stands in the field. */
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'state'; readonly to: State }
  | { readonly kind: 'priority'; readonly to: Priority }
  | { readonly kind: 'hold'; readonly on: boolean }
  | { readonly kind: 'mute'; readonly on: boolean }
  | { readonly kind: 'hangUp'; readonly by: 'agent' | 'customer' };

export type Fault = {
  readonly kind: FaultKind;
  /** After the act has begun, ms. */
  readonly afterMs: number;
  /** How long it lasts where it lasts by itself, seconds. */
  readonly seconds: number;
};

export type Step = {
  /** How long the agent listens or thinks before it, ms. */
  readonly afterMs: number;
  readonly act: Act;
  readonly fault: Fault | null;
};

export type PlannedCall = {
  /** Each customer calls once, and is known by the number. */
  readonly number: string;
};

/** One piece of work: a ticket, mostly with the call that it came from. */
export type Round = {
  readonly number: number;
  readonly call: PlannedCall | null;
  /** Before it begins, when no call is up. */
  readonly before: Fault | null;
  readonly subject: string;
  /** What a colleague adds to the ticket as soon as they have it. */
  readonly colleague: string | null;
  readonly steps: readonly Step[];
};

const complaints = [
  'La box redémarre toutes les dix minutes',
  'Plus de télévision depuis hier soir',
  'Le voyant passe au rouge',
  'Débit divisé par deux après 18 h',
  'Facture payée deux fois',
  'Le technicien n’est pas venu',
];
const remarks = [
  'Elle appelle pour la troisième fois.',
  'Câble changé, rien n’y fait.',
  'Rappeler demain avant midi, n’est là que le matin.',
  'Réinitialisation faite avec elle : « ça clignote ».',
  'Œil sur la ligne, atténuation à 42 dB.',
  'Le voisin a la même panne.',
];

/** The rounds of a seed, without an end. */
export function* plan(seed: number): Generator<Round, never> {
  const chance = new Random(seed);
  for (let number = 1; ; number++) yield round(chance, number);
}

function round(chance: Random, number: number): Round {
  const call = chance.chance(0.75) ? { number: `+332619${20_000 + number}` } : null;
  const before = chance.chance(0.4) ? fault(chance, beforeACall) : null;
  const subject = `F${number}. ${chance.pick(complaints)}`;
  const colleague = chance.chance(0.5) ? `F${number}.C. ${chance.pick(remarks)}` : null;
  return { number, call, before, subject, colleague, steps: steps(chance, number, call !== null) };
}

function steps(chance: Random, round: number, inCall: boolean): readonly Step[] {
  const now: Desk = { state: 'open', priority: 3, held: false, muted: false, field: null };
  const choose = (text: string): Act => {
    const kind = chance.pick(inCall ? inCallActs : acts);
    switch (kind) {
      case 'note':
        return now.field === null ? { kind: 'write', text } : { kind: 'send', text: now.field };
      case 'state':
        return { kind, to: chance.pick(nextStates[now.state]) };
      case 'priority':
        return { kind, to: chance.pick(priorities.filter((each) => each !== now.priority)) };
      case 'hold':
        return { kind, on: !now.held };
      case 'mute':
        return { kind, on: !now.muted };
    }
  };
  const all: Step[] = [];
  const add = (act: Act): void => {
    if (act.kind === 'write') now.field = act.text;
    if (act.kind === 'send') now.field = null;
    if (act.kind === 'state') now.state = act.to;
    if (act.kind === 'priority') now.priority = act.to;
    if (act.kind === 'hold') now.held = act.on;
    if (act.kind === 'mute') now.muted = act.on;
    all.push({
      afterMs: chance.between(200, 2500),
      act,
      fault: chance.chance(0.4) ? fault(chance, possible(act, inCall)) : null,
    });
  };
  if (inCall) add({ kind: 'answer' });
  add({ kind: 'ticket' });
  const count = chance.between(3, 7);
  for (let step = 1; step <= count; step++) add(choose(`F${round}.${step}. ${chance.pick(remarks)}`));
  if (now.field !== null) add({ kind: 'send', text: now.field });
  if (inCall) add({ kind: 'hangUp', by: chance.pick(['agent', 'customer']) });
  return all;
}

/** What the acts so far have made of the ticket, the call and the note's field. */
type Desk = { state: State; priority: Priority; held: boolean; muted: boolean; field: string | null };

const acts = ['note', 'note', 'note', 'state', 'priority'] as const;
const inCallActs = [...acts, 'hold', 'mute'] as const;
const priorities: readonly Priority[] = [2, 3, 4];
/** What a line has to come back from before it can be called. */
const beforeACall: readonly FaultKind[] = ['app', 'phone', 'exchange'];
/** Nobody closes a ticket here: a closed one stays as it is. */
const nextStates: Readonly<Record<State, readonly State[]>> = {
  open: ['pending', 'solved'],
  pending: ['open', 'solved'],
  solved: ['open'],
};

/** A call that rings while the phone has no network is the exchange's to give up. */
function possible(act: Act, inCall: boolean): readonly FaultKind[] {
  if (!inCall) return faultKinds;
  return faultKinds.filter((kind) => faults[kind].inCall && (act.kind !== 'answer' || faults[kind].part !== 'network'));
}

function fault(chance: Random, kinds: readonly FaultKind[]): Fault {
  const kind = chance.pick(kinds);
  const [least, most] = faults[kind].seconds;
  return { kind, afterMs: chance.between(0, 1500), seconds: chance.between(least, most) };
}
