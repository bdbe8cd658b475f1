import { describe, expect, test } from 'vitest';
import type { Shown } from '../../faults/journal.ts';
import { judge, type Evidence, type FindingKind } from '../../faults/oracle.ts';

const ticket = 'F1. La box redémarre';
const number = '+33261920001';
const shown: readonly Shown[] = [
  { kind: 'ticket', ticket },
  { kind: 'call', ticket, number },
  { kind: 'draft', ticket, text: 'F1.1. Câble changé' },
  { kind: 'note', ticket, text: 'F1.1. Câble changé' },
  { kind: 'state', ticket, to: 'pending' },
  { kind: 'state', ticket, to: 'solved' },
  { kind: 'priority', ticket, to: 2 },
];
const server: Evidence['server'] = {
  tickets: [{ id: 't1', subject: ticket, state: 'solved', priority: '2' }],
  notes: [{ ticketId: 't1', text: 'F1.1. Câble changé' }],
  calls: [{ number, outcome: 'answered', ticketId: 't1' }],
  refused: [],
};
const exchange: Evidence['exchange'] = {
  ended: new Map([[number, 2000]]),
  bindings: ['sip:one@127.0.0.1'],
  identities: new Set(['one@host']),
};
const kept: Evidence = {
  shown,
  ends: new Map([[number, 1990]]),
  server,
  exchange,
  colleague: new Set(['F1.1. Câble changé']),
};

function found(change: Partial<Evidence>): readonly FindingKind[] {
  return judge({ ...kept, ...change }).map(({ kind }) => kind);
}
const onServer = (change: Partial<Evidence['server']>): readonly FindingKind[] =>
  found({ server: { ...server, ...change } });
const onExchange = (change: Partial<Evidence['exchange']>): readonly FindingKind[] =>
  found({ exchange: { ...exchange, ...change } });

describe('the oracle of a campaign', () => {
  test('finds nothing where everything that was shown was kept', () => {
    expect(judge(kept)).toEqual([]);
  });

  test('lets pass what was done without having been seen', () => {
    expect(onServer({ notes: [...server.notes, { ticketId: 't1', text: 'F1.2. Envoyée, jamais vue' }] })).toEqual([]);
  });

  test('finds a ticket, a note, a draft and a call that are gone', () => {
    expect(onServer({ tickets: [] })).toContain('lost');
    expect(onServer({ notes: [] })).toEqual(['lost', 'lost']);
    expect(onServer({ calls: [] })).toEqual(['lost']);
  });

  test('finds a note and a call that went to another ticket', () => {
    expect(onServer({ notes: [{ ticketId: 't2', text: 'F1.1. Câble changé' }] })).toEqual(['lost', 'lost']);
    expect(onServer({ calls: [{ number, outcome: 'answered', ticketId: null }] })).toEqual(['lost']);
  });

  test('finds a note that never came to the colleague', () => {
    expect(found({ colleague: new Set() })).toEqual(['lost']);
  });

  test('finds the last state or priority undone, and not an earlier one', () => {
    expect(onServer({ tickets: [{ id: 't1', subject: ticket, state: 'pending', priority: '2' }] })).toEqual(['lost']);
    expect(onServer({ tickets: [{ id: 't1', subject: ticket, state: 'solved', priority: '3' }] })).toEqual(['lost']);
  });

  test('finds what is there twice', () => {
    for (const table of ['tickets', 'notes', 'calls'] as const) {
      expect(onServer({ [table]: [...server[table], ...server[table]] })).toContain('duplicate');
    }
  });

  test('finds a call that ended before anybody had hung up, and one that nobody ended', () => {
    expect(found({ ends: new Map([[number, 2001]]) })).toEqual(['ended']);
    expect(found({ ends: new Map() })).toEqual(['ended']);
    expect(onExchange({ ended: new Map() })).toEqual(['stuck']);
  });

  test('finds ghosts: several contacts, none, or a phone with several names', () => {
    expect(onExchange({ bindings: ['sip:one@127.0.0.1', 'sip:two@127.0.0.1'] })).toEqual(['ghost']);
    expect(onExchange({ bindings: [] })).toEqual(['ghost']);
    expect(onExchange({ identities: new Set(['one@host', 'two@host']) })).toEqual(['ghost']);
  });

  test('finds what the server refused', () => {
    expect(onServer({ refused: ['a mutation was rejected'] })).toEqual(['refused']);
  });
});
