/** How an agent does each act, and what they then rely on because they saw it. */
import type { Agent } from './agent.ts';
import type { Caller } from './caller.ts';
import type { Journal } from './journal.ts';
import type { Act, Round, State } from './plan.ts';
import type { Seen } from './seen.ts';

export type Work = {
  readonly agent: Agent;
  readonly journal: Journal;
  readonly round: Round;
  readonly customer: Caller | null;
};

/** What is chosen in the menu, and what the ticket then says. */
const stateWords: Readonly<Record<State, { readonly choice: string; readonly shown: string }>> = {
  open: { choice: 'Rouvrir', shown: 'État : En cours' },
  pending: { choice: 'En attente', shown: 'État : En attente' },
  solved: { choice: 'Résoudre', shown: 'État : Résolu' },
};
/** The urgency that gives this priority with the impact that a new ticket has. */
const urgencyWords = { 2: '1 Travail arrêté', 3: '3 Travail gêné', 4: '5 Sans délai' } as const;

/** @throws {Error} when the desk does not come to show it */
export async function perform(act: Act, work: Work): Promise<void> {
  const { agent, journal, round, customer } = work;
  const ticket = round.subject;
  switch (act.kind) {
    case 'answer':
      await agent.reach(
        'the call',
        ({ call }) => call?.phase === 'active',
        async ({ ringing }) => {
          if (ringing) await agent.press('F2');
          else await customer?.insist();
        },
      );
      break;
    case 'ticket':
      await openTicket(work);
      break;
    case 'write':
      await write(act.text, work);
      break;
    case 'send':
      await write(act.text, work);
      await agent.reach(`the note "${act.text}"`, inTimeline(act.text), ({ menu }) =>
        // One that a key opened again while the desk was slow.
        agent.press(...(menu ? ['Escape'] : []), 'Control+Enter'),
      );
      journal.show({ kind: 'note', ticket, text: act.text });
      break;
    case 'state': {
      const { choice, shown } = stateWords[act.to];
      await agent.reach(
        shown,
        ({ state }) => state?.startsWith(shown) ?? false,
        () => agent.choose('s', choice),
      );
      journal.show({ kind: 'state', ticket, to: act.to });
      break;
    }
    case 'priority': {
      const shown = `Priorité : Priorité ${act.to}`;
      await agent.reach(
        shown,
        ({ priority }) => priority === shown,
        () => agent.choose('p', urgencyWords[act.to]),
      );
      journal.show({ kind: 'priority', ticket, to: act.to });
      break;
    }
    case 'hold':
      await toggle(
        'F7',
        act.on ? 'the held call' : 'the call',
        ({ phase }) => phase === (act.on ? 'held' : 'active'),
        agent,
      );
      break;
    case 'mute':
      await toggle(
        'F6',
        act.on ? 'that it is mute' : 'that it is not mute',
        ({ words }) => words.includes('micro coupé') === act.on,
        agent,
      );
      break;
    case 'hangUp':
      await end(act.by, work);
      break;
  }
}

/** A note that a colleague's change has stopped waits for its author, who has it go all the same. */
export async function sendWhatWaits({ agent, journal }: Pick<Work, 'agent' | 'journal'>): Promise<void> {
  const waits = ({ status }: Seen): boolean => status.includes('refusé');
  const seen = await agent.look();
  if (seen === undefined || !waits(seen)) return;
  journal.say('  a note waits for its author');
  await agent.reach(
    'that no note waits',
    (now) => !waits(now),
    async ({ other }) => {
      if (other?.includes('Envois refusés') ?? false) await agent.decide('Ajouter quand même');
      else await agent.press('Escape', 'Shift+X');
    },
  );
  await agent.press('Escape');
}

async function openTicket({ agent, journal, round: { subject, call } }: Work): Promise<void> {
  const done = (seen: Seen): boolean => seen.subject === subject && seen.focus === 'note';
  const begun = ({ subject: there }: Seen): boolean => there !== null && subject.startsWith(there);
  await agent.reach(`the ticket "${subject}"`, done, async (seen) => {
    // A desk that has just come back shows no call yet.
    if (call !== null && seen.call === null) return;
    // The one that was begun before the program died: a second one would not be the call's.
    const isMade = seen.call?.words.includes('Dans le ticket') ?? false;
    if (!begun(seen)) await agent.press(isMade ? 'Control+o' : 'Control+n');
    // What was typed before stands before what was typed again.
    const ours = (now: Seen): boolean => begun(now) || (isMade && (now.subject?.startsWith(subject) ?? false));
    const field = await agent.sees('its subject', ours, 5000).catch(() => undefined);
    if (field === undefined) return;
    const goesOn = field.focus === 'subject' && begun(field);
    if (!goesOn) {
      await agent.press('Escape', 'e');
      // A desk that died just now may be back on the ticket before.
      await agent.sees('the subject', (now) => now.focus === 'subject' && ours(now), 5000);
    }
    // The key for the subject selects what is there.
    await agent.type(goesOn ? subject.slice(field.subject?.length) : subject);
    await agent.press('Enter');
  });
  journal.show({ kind: 'ticket', ticket: subject });
  if (call === null) return;
  await agent.sees('the call in the ticket', ({ timeline }) => timeline.some((each) => each.includes('Appel entrant')));
  journal.show({ kind: 'call', ticket: subject, number: call.number });
}

/** The words are in the field and kept, or in the timeline already. Typed once: words that were kept and are gone are lost. */
async function write(text: string, { agent, journal, round: { subject: ticket } }: Work): Promise<void> {
  const kept = journal.shown.some((promise) => promise.kind === 'draft' && promise.text === text);
  const seen = await agent.reach(
    `"${text}" as kept`,
    (now) => inTimeline(text)(now) || (now.note === text && now.noteKept),
    async ({ note, focus }) => {
      if (kept || note === null || !text.startsWith(note)) return;
      if (focus !== 'note') {
        await agent.press('Escape', 'r', 'End');
        // Words overtake keys: the field has to be there first.
        await agent.sees('the note', (now) => now.focus === 'note', 5000);
      }
      await agent.type(text.slice(note.length));
    },
  );
  if (!kept && !inTimeline(text)(seen)) journal.show({ kind: 'draft', ticket, text });
}

export function inTimeline(text: string): (seen: Seen) => boolean {
  return ({ timeline }) => timeline.some((each) => each.includes(text));
}

/**
 * A key that turns the same thing on and off is pressed again only when the line is at rest and nothing came of it. A call that is being had again
 * says what was before, and not what will be.
 */
async function toggle(
  key: string,
  what: string,
  fits: (call: NonNullable<Seen['call']>) => boolean,
  agent: Agent,
): Promise<void> {
  await agent.reach(
    what,
    ({ call }) => isAtRest(call) && fits(call),
    ({ call }) => agent.press(...(isAtRest(call) ? [key] : [])),
  );
}

function isAtRest(call: Seen['call']): call is NonNullable<Seen['call']> {
  return call !== null && call.phase !== 'lost';
}

async function end(by: 'agent' | 'customer', { agent, journal, round: { call }, customer }: Work): Promise<void> {
  if (call === null || customer === null) return;
  journal.end(call.number, by);
  if (by === 'customer') await customer.call.hangUp();
  // Said while the network was away, the exchange hears of it when that is back. A desk that has just come back shows no call yet.
  await agent.reach(
    'that the call is over',
    ({ call: line }) => line === null && !customer.isCalling,
    async ({ call: line }) => {
      if (by === 'agent' && line !== null) await agent.press('F4');
    },
  );
  await agent.press('Escape', 'Shift+F');
}
