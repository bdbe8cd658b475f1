import type { Call } from '../../domain/call/call.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { Id } from '../../domain/ids.ts';
import type { Level } from '../../domain/ticket/priority.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import type { Entry } from '../../domain/timeline/entry.ts';
import type { Random } from './random.ts';
import { fillIn, wordsFor, type Words } from './words.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { demoAgents, demoTeams, teamIds, type TeamKey } from './team.ts';

export type TicketHistory = {
  readonly ticket: Ticket;
  readonly entries: readonly Entry[];
  readonly calls: readonly Call[];
};

const minute = 60_000;
const day = 24 * 60 * minute;

/** How often a state is met among the tickets of a helpdesk that has run for a few months. */
const states: readonly TicketState[] = [
  ...Array<TicketState>(2).fill('new'),
  ...Array<TicketState>(5).fill('open'),
  ...Array<TicketState>(4).fill('pending'),
  ...Array<TicketState>(5).fill('solved'),
  ...Array<TicketState>(9).fill('closed'),
];

export type HistoryOptions = {
  readonly random: Random;
  readonly scenario: Scenario;
  readonly contact: Contact;
  readonly reference: number;
  /** Where it stands now; by chance when left out. */
  readonly state?: TicketState;
  /** The present of the demonstration: nothing happened after it. */
  readonly now: Date;
};

/** The whole life of one ticket, from the call that opened it to where it stands now. */
export function ticketHistory(options: HistoryOptions): TicketHistory {
  return new HistoryWriter(options).write();
}

class HistoryWriter {
  readonly #options: HistoryOptions;
  readonly #random: Random;
  readonly #id: Id;
  readonly #words: Words;
  readonly #state: TicketState;
  readonly #team: TeamKey;
  readonly #agent: Id;
  readonly #entries: Entry[] = [];
  readonly #calls: Call[] = [];
  readonly #createdAt: number;
  #clock: number;
  #reached: TicketState;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#random = options.random;
    this.#id = this.#random.id();
    this.#state = options.state ?? this.#random.pick(states);
    const handedOver = options.scenario.handOver !== undefined && this.#state !== 'new' && this.#random.chance(0.4);
    this.#team = handedOver ? 'level2' : options.scenario.team;
    this.#agent = this.#agentOf(options.scenario.team);
    this.#createdAt = this.#birth();
    this.#clock = this.#createdAt;
    this.#words = wordsFor(this.#random, options.contact, new Date(this.#createdAt));
    // A new ticket has nobody yet; the others were opened by the agent who took the call.
    this.#reached = this.#state === 'new' ? 'new' : 'open';
  }

  write(): TicketHistory {
    const { scenario } = this.#options;
    const byPhone = this.#random.chance(0.85);
    if (byPhone) this.#call('incoming');
    this.#note(this.#agent, this.#random.pick(scenario.problem));
    if (this.#state !== 'new') this.#work();
    return { ticket: this.#ticket(), entries: this.#entries, calls: this.#calls };
  }

  #work(): void {
    const { scenario } = this.#options;
    const done = this.#state === 'open' ? this.#random.between(0, scenario.steps.length) : scenario.steps.length;
    for (const step of scenario.steps.slice(0, done)) {
      this.#wait(1, 12);
      this.#note(this.#agent, step);
    }
    const solver = this.#handOver();
    if (this.#state === 'pending') {
      this.#wait(5, 60);
      this.#note(solver, scenario.waiting.note);
      this.#move(solver, 'pending');
    }
    if (this.#state === 'solved' || this.#state === 'closed') {
      this.#wait(10, 26 * 60);
      if (this.#random.chance(0.4)) this.#call('outgoing', solver);
      this.#note(solver, scenario.resolution);
      this.#move(solver, 'solved');
    }
    if (this.#state === 'closed') {
      this.#wait(2 * 24 * 60, 3 * 24 * 60);
      this.#move(solver, 'closed');
    }
  }

  /** Returns who goes on with it. */
  #handOver(): Id {
    const { handOver, team } = this.#options.scenario;
    if (handOver === undefined || this.#team === team) return this.#agent;
    this.#wait(2, 20);
    this.#note(this.#agent, handOver);
    this.#wait(20, 240);
    return this.#agentOf('level2');
  }

  #ticket(): Ticket {
    const { scenario, contact, reference, now } = this.#options;
    const pending = this.#state === 'pending';
    const last = this.#entries.at(-1);
    const reminder = now.getTime() + this.#random.between(1, 72) * 60 * minute;
    return {
      id: this.#id,
      scope: teamIds[this.#team],
      reference,
      subject: fillIn(this.#random.pick(scenario.subjects), this.#words).slice(0, 200),
      state: this.#state,
      pendingReason: pending ? scenario.waiting.reason : null,
      remindAt: pending && scenario.waiting.reason === 'reminder' ? new Date(reminder).toISOString() : null,
      impact: this.#vary(scenario.impact),
      urgency: this.#vary(scenario.urgency),
      major: false,
      contactId: contact.id,
      callerNumber: contact.numbers[0] ?? null,
      assigneeId: this.#state === 'new' ? null : (last?.authorId ?? this.#agent),
      tags: [...scenario.tags],
      createdAt: new Date(this.#createdAt).toISOString(),
      createdBy: this.#agent,
      updatedAt: new Date(this.#clock).toISOString(),
    };
  }

  #note(authorId: Id, text: string): void {
    this.#entries.push({ ...this.#entry(authorId), kind: 'note', text: fillIn(text, this.#words) });
  }

  #move(authorId: Id, to: TicketState): void {
    this.#entries.push({ ...this.#entry(authorId), kind: 'state', from: this.#reached, to });
    this.#reached = to;
  }

  #entry(authorId: Id) {
    const at = new Date(this.#clock).toISOString();
    return { id: this.#random.id(), scope: teamIds[this.#team], ticketId: this.#id, authorId, at };
  }

  #call(direction: Call['direction'], agentId: Id = this.#agent): void {
    const { contact, scenario } = this.#options;
    const seconds = this.#random.between(90, 900);
    const startedAt = this.#clock;
    const answeredAt = startedAt + this.#random.between(3, 45) * 1000;
    this.#calls.push({
      id: this.#random.id(),
      scope: teamIds[this.#team],
      agentId,
      direction,
      number: this.#random.pick(contact.numbers),
      displayName: contact.name,
      contactId: contact.id,
      ticketId: this.#id,
      queue:
        direction === 'incoming' ? (demoTeams.find((team) => team.id === teamIds[scenario.team])?.name ?? null) : null,
      startedAt: new Date(startedAt).toISOString(),
      answeredAt: new Date(answeredAt).toISOString(),
      endedAt: new Date(Math.min(answeredAt + seconds * 1000, this.#options.now.getTime())).toISOString(),
      outcome: 'answered',
    });
    this.#clock = Math.min(answeredAt + 60_000, this.#options.now.getTime());
  }

  /** Lets some minutes go by, and never reaches beyond the present. */
  #wait(least: number, most: number): void {
    const left = this.#options.now.getTime() - minute - this.#clock;
    this.#clock += Math.max(1000, Math.min(this.#random.between(least * 60, most * 60) * 1000, Math.floor(left / 3)));
  }

  /** Newer states belong to newer tickets; people call between 7:00 and 21:00. */
  #birth(): number {
    const now = this.#options.now.getTime();
    const daysAgo = { new: [0, 0], open: [0, 6], pending: [1, 14], solved: [1, 12], closed: [6, 150] } as const;
    const [youngest, oldest] = daysAgo[this.#state];
    if (oldest === 0) return now - this.#random.between(6, 240) * minute;
    const midnight = Math.floor(now / day) * day - this.#random.between(youngest, oldest) * day;
    return Math.min(midnight + this.#random.between(6 * 60, 19 * 60) * minute, now - 8 * 60 * minute);
  }

  #agentOf(team: TeamKey): Id {
    return this.#random.pick(
      demoAgents.filter((agent) => agent.role === 'agent' && agent.teamIds.includes(teamIds[team])),
    ).id;
  }

  /** Agents judge a little differently. */
  #vary(level: Level): Level {
    const judged = level + (this.#random.chance(0.2) ? (this.#random.chance(0.5) ? 1 : -1) : 0);
    return Math.max(1, Math.min(5, judged)) as Level;
  }
}
