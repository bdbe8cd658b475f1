import { describe, expect, it } from 'vitest';
import type { Call } from '../../../domain/call/call.ts';
import type { Contact, Recognition } from '../../../domain/contact/contact.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import { createCallLog } from '../../../renderer/desk/call-log/call-log.ts';
import { closedRecord, recordOf, type CallRecord } from '../../../renderer/desk/call-log/call-record.ts';
import { emptyPhone, type PhoneView } from '../../../renderer/desk/phone/phone-view.ts';
import type { Store } from '../../../renderer/store/contract.ts';
import type { PhoneCommand } from '../../../renderer/voice/contract/messages.ts';
import type { QualityState } from '../../../renderer/voice/contract/quality.ts';
import type { PhoneCall } from '../../../renderer/voice/contract/state.ts';
import { callId, phoneCall, phoneSnapshot } from './phone-sample.ts';

const teamId = '01980000-0000-7000-8000-000000000001';
const answeredAt = '2026-03-12T10:00:05.000Z';
const restartedAt = '2026-03-12T10:05:00.000Z';
const endedAt = '2026-03-12T10:03:17.000Z';
const contact = { id: '01980000-0000-7000-8000-0000000000aa', name: 'Mme Roussel' } as unknown as Contact;

const measured = {
  level: 'good',
  mos: 4.3,
  roundTripMs: 20,
  jitterMs: 3,
  lossIn: 0,
  lossOut: 0,
  side: null,
  network: null,
  seconds: 190,
} as const;

type Written = { name: string; args: Record<string, unknown> };

/** A store that keeps calls, and a phone that says what a test makes it say. */
function desk(options: { row?: Call; recognition?: Recognition; refusals?: Result<never>[]; recent?: Call[] } = {}) {
  const elsewhere: { held: string[] | null } = { held: [] };
  const written: Written[] = [];
  const commands: PhoneCommand[] = [];
  let row: Record<string, unknown> | null = options.row ?? null;
  let view: PhoneView = emptyPhone;
  const listeners = new Set<() => void>();
  const refusals = [...(options.refusals ?? [])];
  const store: Store = {
    request: ((_: string, argument: Written) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) return Promise.resolve(refusal);
      written.push(argument);
      row = { contactId: null, ticketId: null, scope: teamId, ...row, ...argument.args };
      return Promise.resolve(success({ mutationId: callId }));
    }) as unknown as Store['request'],
    watch: ((name: string, _: unknown, listener: (answer: unknown) => void) => {
      const recognition = options.recognition ?? { kind: 'unknown' };
      if (name === 'calls') listener(options.recent ?? []);
      else listener(name === 'call' ? row : { recognition, openTickets: [], lastCalls: [] });
      return () => undefined;
    }) as unknown as Store['watch'],
    known: () => undefined,
    watchAhead: () => () => undefined,
    keptDraft: () => undefined,
    unsavedDraft: () => undefined,
    keepAside: () => undefined,
    watchDrafts: () => () => undefined,
    drawn: () => undefined,
  };
  const log = createCallLog({
    phone: {
      view: () => view,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      command: (command) => {
        commands.push(command);
        return Promise.resolve(success({ callId: null }));
      },
    },
    store,
    teamId,
    country: 'FR',
    now: () => Date.parse(restartedAt),
    wait: () => Promise.resolve(),
    report: () => undefined,
  });
  log.start();
  async function measures(quality: QualityState[], ...calls: PhoneCall[]): Promise<void> {
    view = {
      link: 'connected',
      snapshot: phoneSnapshot({ calls, quality, heldElsewhere: elsewhere.held }),
      pending: new Set(),
    };
    for (const listener of listeners) listener();
    // Lets the queue of writes run dry.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    log,
    written,
    commands,
    elsewhere,
    measures,
    says: (...calls: PhoneCall[]): Promise<void> => measures([], ...calls),
  };
}

const records = (written: readonly Written[]): Written[] => written.filter(({ name }) => name === 'call.log@1');

describe('the log of calls', () => {
  it('writes a call when it starts, is answered and ends, then lets the phone forget it', async () => {
    const { says, written, commands } = desk();
    await says(phoneCall());
    await says(phoneCall({ phase: 'connecting' }));
    await says(phoneCall({ phase: 'active', answeredAt }));
    await says(phoneCall({ phase: 'active', answeredAt, muted: true }));
    expect(commands).toEqual([]);
    await says(phoneCall({ phase: 'ended', answeredAt, endedAt, outcome: 'answered' }));
    expect(records(written).map(({ args }) => [args['answeredAt'], args['endedAt'], args['outcome']])).toEqual([
      [null, null, null],
      [answeredAt, null, null],
      [answeredAt, endedAt, 'answered'],
    ]);
    expect(records(written)[0]?.args).toMatchObject({ id: callId, teamId, number: '+33298001234' });
    expect(commands).toEqual([{ type: 'acknowledgeEnded', callId }]);
  });

  it('says that a call has its row once the phone has spoken of it, however late', async () => {
    const { log, says, written } = desk();
    const known: number[] = [];
    void log.logged(callId).then(() => known.push(records(written).length));
    await new Promise((resolve) => setImmediate(resolve));
    expect(known).toEqual([]);
    await says(phoneCall({ phase: 'active', answeredAt }));
    expect(known).toEqual([1]);
    await log.logged(teamId);
  });

  it('writes nothing twice when the desk comes back in the middle of a call', async () => {
    const { teamId: scope, ...record } = recordOf(phoneCall({ phase: 'active', answeredAt }), teamId, 'FR');
    const row = { ...record, scope, contactId: null, ticketId: null } as unknown as Call;
    const { says, written, commands } = desk({ row });
    await says(phoneCall({ phase: 'active', answeredAt }));
    expect(written).toEqual([]);
    await says(phoneCall({ phase: 'ended', answeredAt, endedAt, outcome: 'answered' }));
    expect(records(written)).toHaveLength(1);
    expect(commands).toHaveLength(1);
  });

  it('keeps whom the caller was passed to, once the PBX has taken the call', async () => {
    const transfer = { number: '0261910034', otherCallId: null, state: 'ringing' } as const;
    const { says, written } = desk();
    await says(phoneCall({ phase: 'active', answeredAt, transfer }));
    expect(records(written).at(-1)?.args).not.toHaveProperty('passedTo');
    const over = { phase: 'ended', answeredAt, endedAt, outcome: 'answered' } as const;
    await says(phoneCall({ ...over, transfer: { ...transfer, state: 'done' } }));
    expect(records(written).at(-1)?.args).toMatchObject({ passedTo: '+33261910034' });
  });

  it('keeps how the call sounded before the phone may forget it, and once', async () => {
    const summary = { ...measured };
    const state = { callId, level: 'measuring' as const, warnings: [], side: null, network: null, relayed: false };
    const over = phoneCall({ phase: 'ended', answeredAt, endedAt, outcome: 'answered' });
    const first = desk();
    await first.measures([{ ...state, summary: null }], phoneCall({ phase: 'active', answeredAt }));
    await first.measures([{ ...state, summary }], over);
    const rated = { name: 'call.rate@1', args: { id: callId, quality: summary } };
    expect(first.written.filter(({ name }) => name === 'call.rate@1')).toEqual([rated]);
    expect(first.commands).toEqual([{ type: 'acknowledgeEnded', callId }]);
    // A desk that died between the two finds it kept.
    const { teamId: scope, ...record } = recordOf(over, teamId, 'FR');
    const row = { ...record, scope, contactId: null, ticketId: null, quality: summary } as unknown as Call;
    const again = desk({ row });
    await again.measures([{ ...state, summary }], over);
    expect(again.written).toEqual([]);
    expect(again.commands).toHaveLength(1);
  });

  it('links the caller who is recognised beyond doubt, and nobody else', async () => {
    const known = desk({ recognition: { kind: 'known', contact } });
    await known.says(phoneCall());
    expect(known.written.at(-1)).toEqual({ name: 'call.link@1', args: { id: callId, contactId: contact.id } });
    const several = desk({ recognition: { kind: 'several', contacts: [contact, contact] } });
    await several.says(phoneCall());
    expect(several.written.map(({ name }) => name)).toEqual(['call.log@1']);
  });

  it('leaves the contact that the agent chose', async () => {
    const { teamId: scope, ...record } = recordOf(phoneCall(), teamId, 'FR');
    const row = { ...record, scope, contactId: 'chosen', ticketId: null } as unknown as Call;
    const { says, written } = desk({ row, recognition: { kind: 'known', contact } });
    await says(phoneCall());
    expect(written).toEqual([]);
  });

  it('tries again until the disk takes it, and only then lets the phone forget', async () => {
    const { says, written, commands } = desk({ refusals: [failure('STORE_FULL'), failure('STORE_FULL')] });
    await says(phoneCall({ phase: 'ended', endedAt, outcome: 'missed' }));
    expect(records(written)).toHaveLength(1);
    expect(commands).toHaveLength(1);
  });

  it('does not try for ever what the rules refuse', async () => {
    const { says, written, commands } = desk({ refusals: [failure('MUTATION_FORBIDDEN')] });
    await says(phoneCall({ phase: 'ended', endedAt, outcome: 'missed' }));
    expect(written).toEqual([]);
    expect(commands).toHaveLength(1);
  });

  it('says when the row is there, for the ticket that is linked to it', async () => {
    const { says, log, written } = desk();
    await says(phoneCall());
    await log.logged(callId);
    expect(records(written)).toHaveLength(1);
    await expect(log.logged('somebody else')).resolves.toBeUndefined();
  });
});

it('keeps a withheld number as none and an extension as it is', () => {
  const record = (number: string | null): CallRecord => recordOf(phoneCall({ number }), teamId, 'FR');
  expect(record(null).number).toBeNull();
  expect(record('anonymous').number).toBeNull();
  expect(record('204').number).toBe('204');
});

describe('a call that was under way when the whole program was killed', () => {
  const { teamId: scope, ...record } = recordOf(phoneCall({ phase: 'active', answeredAt }), teamId, 'FR');
  const row = { ...record, scope, contactId: null, ticketId: 'ticket' } as unknown as Call;

  it('does not stay under way for ever', async () => {
    const { says, written } = desk({ row, recent: [row] });
    await says();
    expect(written).toMatchObject([
      { name: 'call.log@1', args: { id: callId, endedAt: restartedAt, outcome: 'answered' } },
    ]);
    await says();
    expect(written).toHaveLength(1);
  });

  it('goes on when the phone still has it', async () => {
    const { says, written } = desk({ row, recent: [row] });
    await says(phoneCall({ phase: 'active', answeredAt }));
    expect(written).toEqual([]);
  });

  it('is left to the desk that has taken it over, also when that is found out only later', async () => {
    const { says, written, elsewhere } = desk({ row, recent: [row] });
    elsewhere.held = null;
    await says();
    elsewhere.held = [callId];
    await says();
    expect(written).toEqual([]);
    elsewhere.held = [];
    await says();
    expect(written).toHaveLength(1);
  });

  it('is left alone when its row has ended meanwhile', async () => {
    const { says, written } = desk({ row: { ...row, endedAt }, recent: [row] });
    await says();
    expect(written).toEqual([]);
  });

  it('is not believed to have lasted the night, and was missed when nobody answered', () => {
    const nextDay = Date.parse('2026-03-13T08:00:00.000Z');
    expect(closedRecord(row, nextDay)).toMatchObject({ endedAt: answeredAt, outcome: 'answered' });
    expect(closedRecord({ ...row, answeredAt: null }, Date.parse(restartedAt)).outcome).toBe('missed');
    expect(closedRecord({ ...row, answeredAt: null, direction: 'outgoing' }, nextDay).outcome).toBe('cancelled');
  });
});
