import { describe, expect, test } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { missedCallers, type CallFacts } from '../../../domain/call/missed.ts';
import { runMutation } from '../../../domain/mutation/registry.ts';
import { MemoryTransaction } from './memory-transaction.ts';

const now = Date.parse('2026-11-20T14:30:00.000Z');
const at = (clock: string): number => Date.parse(`2026-11-20T${clock}:00.000Z`);
const [lea, karim] = [newId(), newId()];
const roussel = '+33261910012';

function missed(clock: string, fields: Partial<CallFacts> = {}): CallFacts {
  const startedAt = at(clock);
  const ended = { answeredAt: null, endedAt: startedAt + 15_000, outcome: 'missed', handledAt: null } as const;
  return { id: newId(), agentId: lea, number: roussel, direction: 'incoming', startedAt, ...ended, ...fields };
}

function spoken(clock: string, fields: Partial<CallFacts> = {}): CallFacts {
  const startedAt = at(clock);
  return missed(clock, { answeredAt: startedAt + 4000, endedAt: startedAt + 120_000, outcome: 'answered', ...fields });
}

const numbers = (...calls: CallFacts[]): string[] => missedCallers(calls, now).map(({ number }) => number);

describe('a missed call is work to do', () => {
  test('once for the team, however many telephones rang and however often', () => {
    const rings = [
      missed('14:00'),
      missed('14:00', { agentId: karim }),
      // The queue tries again after its pause: still one attempt of the caller.
      missed('14:00', { startedAt: at('14:00') + 20_000, endedAt: at('14:00') + 35_000 }),
      missed('14:10', { agentId: karim }),
    ];
    const [caller, ...others] = missedCallers(rings, now);
    expect(others).toEqual([]);
    expect(caller).toMatchObject({ number: roussel, attempts: 2, firstAt: at('14:00'), lastAt: at('14:10') });
    expect(new Set(caller?.callIds)).toEqual(new Set(rings.map(({ id }) => id)));
  });

  test.each([
    ['a colleague called back and spoke to them', spoken('14:05', { agentId: karim, direction: 'outgoing' })],
    ['they called again and a colleague answered', spoken('14:05', { agentId: karim })],
    ['a colleague took that very call', spoken('14:00', { agentId: karim })],
    ['somebody speaks to them now', spoken('14:29', { endedAt: null, outcome: null })],
    ['a colleague said so', missed('13:59', { agentId: karim, handledAt: at('14:06') })],
  ])('until %s', (_, call) => {
    expect(numbers(missed('14:00'))).toEqual([roussel]);
    expect(numbers(missed('14:00'), call)).toEqual([]);
  });

  test('still, when a call back reached nobody; the last try and who is trying now are told', () => {
    const tried = missed('14:05', { agentId: karim, direction: 'outgoing', outcome: 'no-answer' });
    const trying = missed('14:29', { agentId: lea, direction: 'outgoing', outcome: null, endedAt: null });
    expect(missedCallers([missed('14:00'), tried], now)).toMatchObject([
      { tried: { agentId: karim, at: at('14:05') }, calling: null },
    ]);
    expect(missedCallers([missed('14:00'), tried, trying], now)).toMatchObject([{ calling: lea }]);
    const forgotten = { ...trying, startedAt: at('14:05') };
    expect(missedCallers([missed('14:00'), forgotten], now)).toMatchObject([{ calling: null }]);
  });

  test('again, when they call after it was done with', () => {
    const calls = [missed('14:00', { handledAt: at('14:01') }), spoken('14:02'), missed('14:20')];
    expect(missedCallers(calls, now)).toMatchObject([{ callIds: [calls[2]?.id], attempts: 1 }]);
  });

  test('and no other end of a call is, nor one of last week', () => {
    const outcomes = ['answered-elsewhere', 'rejected', 'failed'] as const;
    expect(numbers(...outcomes.map((outcome) => missed('14:00', { outcome })))).toEqual([]);
    expect(numbers(missed('14:00', { startedAt: now - 8 * 86_400_000 }))).toEqual([]);
    expect(numbers(missed('14:00'), missed('14:01', { number: '+33298001234' }))).toHaveLength(2);
  });
});

describe('call.handled@1', () => {
  const team = newId();
  async function aCall(outcome: string | null): Promise<{ tx: MemoryTransaction; id: string }> {
    const tx = new MemoryTransaction({ teamIds: [team] });
    const id = newId();
    const record = { direction: 'incoming', number: roussel, displayName: null, queue: 'hotline', answeredAt: null };
    const times = { startedAt: '2026-11-20T14:00:00.000Z', endedAt: '2026-11-20T14:00:15.000Z' };
    await runMutation(tx, 'call.log@1', { id, teamId: team, ...record, ...times, outcome });
    return { tx, id };
  }

  test('is for any agent of the team; who said it first stays, and the record written again keeps it', async () => {
    const { tx, id } = await aCall('missed');
    const colleague = tx.as({ teamIds: [team] });
    await runMutation(colleague, 'call.handled@1', { ids: [id] });
    const later = colleague.as({ teamIds: [team] });
    await runMutation(later, 'call.handled@1', { ids: [id] });
    expect(await later.get('calls', id)).toMatchObject({ handledBy: colleague.actor.agentId, handledAt: tx.at });
  });

  test('is refused for a call that was not missed, and in a team that is not theirs', async () => {
    const { tx, id } = await aCall('answered');
    await expect(runMutation(tx, 'call.handled@1', { ids: [id] })).rejects.toMatchObject({
      code: 'MUTATION_TRANSITION_REFUSED',
    });
    const missedOne = await aCall('missed');
    const stranger = missedOne.tx.as({ teamIds: [newId()] });
    await expect(runMutation(stranger, 'call.handled@1', { ids: [missedOne.id] })).rejects.toMatchObject({
      code: 'MUTATION_FORBIDDEN',
    });
  });
});
