import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../domain/call/call.ts';
import { newId } from '../../../domain/ids.ts';
import { TestDesk, aContact, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';

const n1 = aTeam('N1');
const anne = anAgent('Anne', [n1]);
const bruno = anAgent('Bruno', [n1]);

let desk: TestDesk;
let server: ModelServer;
afterEach(() => desk.close());

function aCall(fields: Partial<Call> = {}): Call {
  return {
    id: newId(),
    scope: n1.id,
    agentId: bruno.id,
    direction: 'incoming',
    number: '+33298001234',
    displayName: null,
    contactId: null,
    ticketId: null,
    queue: 'hotline',
    startedAt: '2026-11-20T08:00:00.000Z',
    answeredAt: null,
    endedAt: '2026-11-20T08:00:15.000Z',
    outcome: 'missed',
    ...fields,
  };
}

async function deskWith(calls: readonly Call[], prepare: (server: ModelServer) => void = () => undefined) {
  server = new ModelServer([n1], [anne, bruno]);
  prepare(server);
  for (const call of calls) server.write('calls', call);
  desk = TestDesk.at(server, anne, [n1]);
  await desk.open();
  await desk.synced();
}

const later = (minutes: number): string =>
  new Date(Date.parse('2026-11-20T08:00:00.000Z') + minutes * 60_000).toISOString();

describe('missed calls as work to do', () => {
  it('name each caller once, those with an urgent ticket first, then the newest', async () => {
    const contact = aContact({ numbers: ['+33261910012'] });
    const old = { number: '+33261910012', startedAt: later(-30), endedAt: later(-29) };
    await deskWith(
      [
        aCall({ startedAt: later(1), endedAt: later(2) }),
        aCall({ agentId: anne.id }),
        aCall(),
        aCall({ number: '+33298009999', startedAt: later(10), endedAt: later(11) }),
        aCall(old),
      ],
      (model) => {
        model.write('contacts', contact);
        model.write('tickets', aTicket(n1, { contactId: contact.id, impact: 1, urgency: 1 }));
        model.write('tickets', aTicket(n1, { contactId: contact.id, impact: 5, urgency: 5 }));
      },
    );
    const lines = await desk.until('missed', null, (each) => each.length === 3);
    expect(lines.map(({ number, attempts }) => [number, attempts])).toEqual([
      ['+33261910012', 1],
      ['+33298009999', 1],
      ['+33298001234', 1],
    ]);
    expect(lines[0]?.ticket?.priority).toBe(1);
    expect(lines[2]?.callIds).toHaveLength(3);
  });

  it('leave out withheld numbers and what a colleague’s extension missed with another colleague', async () => {
    await deskWith([aCall({ number: null }), aCall({ number: '208' }), aCall({ number: '209', agentId: anne.id })]);
    expect((await desk.until('missed', null, (each) => each.length > 0)).map(({ number }) => number)).toEqual(['209']);
  });

  it('go at once when done with here, before the server knows, and for good', async () => {
    await deskWith([aCall(), aCall({ agentId: anne.id })]);
    const [line] = await desk.until('missed', null, (each) => each.length === 1);
    server.stop();
    const done = await desk.store.request('mutate', {
      name: 'call.handled@1',
      args: { ids: [...(line?.callIds ?? [])] },
    });
    expect(done.ok).toBe(true);
    await desk.until('missed', null, (each) => each.length === 0);
    await desk.crash();
    await desk.until('missed', null, (each) => each.length === 0);
  });

  it('tell who is calling back, and the number to dial again is the agent’s own', async () => {
    await deskWith([
      aCall(),
      aCall({ direction: 'outgoing', startedAt: later(59), endedAt: null, outcome: null }),
      aCall({ direction: 'outgoing', agentId: anne.id, number: '+33144556677', outcome: 'no-answer' }),
    ]);
    expect(await desk.until('missed', null, (each) => each.length === 1)).toMatchObject([{ callingName: 'Bruno' }]);
    expect(await desk.until('lastDialled', null)).toBe('+33144556677');
  });
});
