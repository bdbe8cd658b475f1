/** Compares what the agent was shown with what the server's database and the exchange have, after everything has healed. Pure. */
import type { Shown } from './journal.ts';

export type Evidence = {
  readonly shown: readonly Shown[];
  /** When somebody decided to end the call with this number, ms. */
  readonly ends: ReadonlyMap<string, number>;
  readonly server: ServerRecord;
  readonly exchange: ExchangeRecord;
  /** The notes that stand at the colleague's desk. */
  readonly colleague: ReadonlySet<string>;
};

export type ServerRecord = {
  readonly tickets: readonly {
    readonly id: string;
    readonly subject: string;
    readonly state: string;
    readonly priority: string;
  }[];
  readonly notes: readonly { readonly ticketId: string; readonly text: string }[];
  readonly calls: readonly {
    readonly number: string | null;
    readonly outcome: string | null;
    readonly ticketId: string | null;
  }[];
  /** Mutations that it did not take. */
  readonly refused: readonly string[];
};

export type ExchangeRecord = {
  /** When the customer's own leg was over, ms, by number. */
  readonly ended: ReadonlyMap<string, number>;
  /** Contacts of the agent's line now. */
  readonly bindings: readonly string[];
  /** The names that the phone gave itself in all its registrations. */
  readonly identities: ReadonlySet<string>;
};

export type FindingKind = 'lost' | 'duplicate' | 'ended' | 'ghost' | 'refused' | 'stuck';
export type Finding = { readonly kind: FindingKind; readonly what: string };

export function judge(evidence: Evidence): readonly Finding[] {
  return [
    ...words(evidence),
    ...unseen(evidence),
    ...duplicates(evidence),
    ...endedCalls(evidence),
    ...ghosts(evidence),
    ...refused(evidence),
  ];
}

function words({ shown, server }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const lost = (what: string): void => void findings.push({ kind: 'lost', what });
  const last = new Map<string, Shown>();
  for (const promise of shown) {
    const ticket = server.tickets.find(({ subject }) => subject === promise.ticket);
    switch (promise.kind) {
      case 'ticket':
        if (ticket === undefined) lost(`the ticket "${promise.ticket}"`);
        break;
      case 'draft':
      case 'note':
        if (!server.notes.some(({ ticketId, text }) => ticketId === ticket?.id && text === promise.text)) {
          lost(`the ${promise.kind} "${promise.text}" of "${promise.ticket}"`);
        }
        break;
      case 'call':
        if (!server.calls.some(({ number, ticketId }) => number === promise.number && ticketId === ticket?.id)) {
          const near = server.calls.filter(
            ({ number, ticketId }) => number === promise.number || (ticketId !== null && ticketId === ticket?.id),
          );
          lost(`the call with ${promise.number} in "${promise.ticket}"; there is ${JSON.stringify(near)}`);
        }
        break;
      case 'state':
      case 'priority':
        last.set(`${promise.kind} ${promise.ticket}`, promise);
        break;
    }
  }
  for (const promise of last.values()) {
    if (promise.kind !== 'state' && promise.kind !== 'priority') continue;
    const ticket = server.tickets.find(({ subject }) => subject === promise.ticket);
    const there = ticket?.[promise.kind];
    if (there !== String(promise.to)) {
      lost(`${promise.kind} ${promise.to} of "${promise.ticket}", which has ${there ?? 'none'}`);
    }
  }
  return findings;
}

/** What is said to be there is there for everybody. */
function unseen({ shown, colleague }: Evidence): Finding[] {
  return shown.flatMap((promise): Finding[] =>
    promise.kind === 'note' && !colleague.has(promise.text)
      ? [{ kind: 'lost', what: `the note "${promise.text}" at the colleague's desk` }]
      : [],
  );
}

function duplicates({ server }: Evidence): Finding[] {
  const all = [
    ...server.tickets.filter(({ subject }) => subject !== '').map(({ subject }) => `the ticket "${subject}"`),
    ...server.notes.map(({ text }) => `the note "${text}"`),
    ...server.calls
      .filter(({ outcome }) => outcome === 'answered')
      .map(({ number }) => `the call with ${number ?? 'nobody'}`),
  ];
  const counts = new Map<string, number>();
  for (const what of all) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([what, count]) => ({ kind: 'duplicate', what: `${what}, ${count} times` }));
}

function endedCalls({ shown, ends, exchange }: Evidence): Finding[] {
  return shown.flatMap((promise): Finding[] => {
    if (promise.kind !== 'call') return [];
    const wanted = ends.get(promise.number);
    const ended = exchange.ended.get(promise.number);
    if (ended === undefined) return [{ kind: 'stuck', what: `the call with ${promise.number} never ended` }];
    if (wanted !== undefined && ended >= wanted) return [];
    const when = wanted === undefined ? '' : `, ${Math.round(wanted - ended)} ms early`;
    return [{ kind: 'ended', what: `the call with ${promise.number}, by neither the agent nor the customer${when}` }];
  });
}

function ghosts({ exchange: { bindings, identities } }: Evidence): Finding[] {
  const findings: Finding[] = [];
  if (bindings.length !== 1)
    findings.push({ kind: 'ghost', what: `${bindings.length} contacts: ${bindings.join(', ')}` });
  if (identities.size > 1) {
    findings.push({ kind: 'ghost', what: `the phone registered as several: ${[...identities].join(', ')}` });
  }
  return findings;
}

function refused({ server }: Evidence): Finding[] {
  return server.refused.map((what) => ({ kind: 'refused', what }));
}
