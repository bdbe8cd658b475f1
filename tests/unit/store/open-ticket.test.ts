/** Which ticket a desk says that it has open, and who else it shows there. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OnTicket, TicketPresence } from '../../../domain/agent/ticket-presence.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { OpenTicket } from '../../../renderer/store/sync/open-ticket.ts';
import { TestDesk, aTeam, aTicket, anAgent } from './support/desk.ts';
import { ModelServer } from './support/model-server.ts';
import { TestPlatform } from './support/test-platform.ts';

const [first, second, third] = [newId(), newId(), newId()];
const at = (ticketId: Id, writing = false): TicketPresence => ({ ticketId, writing });

describe('the ticket that is open', () => {
  let platform: TestPlatform;
  let said: (TicketPresence | null)[];
  let changes: number;
  let open: OpenTicket;
  let key: number;
  beforeEach(() => {
    [platform, said, changes, key] = [new TestPlatform(), [], 0, 0];
    open = new OpenTicket({ platform, say: (ticket) => said.push(ticket), onChange: () => changes++ });
  });

  /** The next ticket is on the screen in place of the last, as the desk says it. */
  function show(ticketId: Id | null): void {
    open.unwatch(key);
    if (ticketId !== null) open.watch(++key, ticketId);
  }

  it('is said once it stays, and no ticket that the arrow keys only pass', () => {
    show(first);
    platform.advance(699);
    expect(said).toEqual([]);
    platform.advance(1);
    expect(said).toEqual([at(first)]);
    for (let press = 0; press < 200; press++) {
      show(newId());
      platform.advance(50);
    }
    show(second);
    platform.advance(5_000);
    // Ten seconds of scrolling: the first is left before they are over, and nothing is said of those in between.
    expect(said).toEqual([at(first), null, at(second)]);
  });

  it('is not left by who goes to the next one and comes back at once', () => {
    show(first);
    platform.advance(700);
    open.heard({ ticketId: first, agents: [] });
    show(second);
    platform.advance(300);
    show(first);
    platform.advance(5_000);
    expect(said).toEqual([at(first)]);
    expect(open.othersOn(first)).toEqual([]);
  });

  it('is left a moment after nothing is open any more', () => {
    show(first);
    platform.advance(700);
    show(null);
    platform.advance(700);
    expect(said).toEqual([at(first), null]);
    show(null);
    platform.advance(60_000);
    expect(said).toHaveLength(2);
  });

  it('is said in time though the clock is put back', () => {
    show(first);
    platform.setBack(3_600_000);
    platform.advance(2_000);
    expect(said.at(-1)).toEqual(at(first));
  });

  it('is written in while its note is typed, and no longer some time after the last letter', () => {
    show(first);
    for (const text of ['B', 'Bo', 'Box']) {
      open.typed(first, text);
      platform.advance(400);
    }
    expect(said).toEqual([at(first, true)]);
    for (let second = 0; second < 60; second++) {
      open.typed(first, `Box ${second}`);
      platform.advance(1_000);
    }
    expect(said).toEqual([at(first, true)]);
    platform.advance(19_000);
    expect(said).toEqual([at(first, true), at(first)]);
  });

  it.each([
    ['is sent', ''],
    ['is taken away', '  \n'],
  ])('is written in no longer when the note %s', (_, text) => {
    show(first);
    open.typed(first, 'Box');
    platform.advance(700);
    open.typed(first, text);
    platform.advance(700);
    expect(said).toEqual([at(first, true), at(first)]);
  });

  it('is not written in when another one is, or was', () => {
    show(first);
    open.typed(first, 'Box');
    platform.advance(700);
    show(second);
    open.typed(third, 'Box');
    open.typed(first, 'Box, encore');
    platform.advance(60_000);
    expect(said).toEqual([at(first, true), at(second)]);
  });

  it('has the others that the server says, until another is said or nothing is heard any more', () => {
    const others: OnTicket[] = [{ agentId: newId(), writing: true }];
    show(first);
    platform.advance(700);
    expect(open.othersOn(first)).toBeNull();
    open.heard({ ticketId: first, agents: others });
    expect([open.othersOn(first), open.othersOn(second)]).toEqual([others, null]);
    expect(changes).toBe(1);
    open.heard(null);
    expect([open.othersOn(first), changes]).toEqual([null, 2]);
    open.heard({ ticketId: first, agents: others });
    show(second);
    platform.advance(1_400);
    show(first);
    // The server is about to say it anew: what it said before may be over.
    expect(open.othersOn(first)).toBeNull();
  });

  it('is of nobody once it is stopped', () => {
    show(first);
    open.typed(first, 'Box');
    open.stop();
    platform.advance(60_000);
    expect(said).toEqual([]);
  });
});

describe('a desk', () => {
  const n1 = aTeam('N1');
  const [anne, bruno] = [anAgent('Anne', [n1]), anAgent('Bruno', [n1])];
  const ticket = aTicket(n1);
  let server: ModelServer;
  let desk: TestDesk;
  let shown: (readonly string[] | null)[];
  let close: () => void;

  beforeEach(async () => {
    server = new ModelServer([n1], [anne, bruno]);
    server.write('tickets', ticket);
    desk = TestDesk.at(server, anne, [n1]);
    await desk.open();
    await desk.synced();
    shown = [];
    close = desk.store.watch('onTicket', { id: ticket.id }, (people) =>
      shown.push(people?.map(({ name, writing }) => `${name}${writing ? '*' : ''}`) ?? null),
    );
    await vi.waitFor(() => expect(shown).toEqual([null]));
    desk.platform.advance(700);
  });
  afterEach(async () => await desk.close());

  const reports = () => server.reports.flatMap((said) => (said.type === 'ticket-presence' ? [said.ticket] : []));
  const brunoIsThere = (writing = false) =>
    server.tell({ type: 'ticket-presence', ticketId: ticket.id, agents: [{ agentId: bruno.id, writing }] });

  it('says which ticket is on its screen, that its agent writes there, and that it is closed', async () => {
    expect(reports()).toEqual([at(ticket.id)]);
    await desk.store.request('saveDraft', { key: `note:${ticket.id}`, text: 'Voyant rouge' });
    desk.platform.advance(700);
    expect(reports()).toEqual([at(ticket.id), at(ticket.id, true)]);
    await desk.store.request('sendDraft', { key: `note:${ticket.id}`, ticketId: ticket.id });
    desk.platform.advance(700);
    expect(reports().at(-1)).toEqual(at(ticket.id));
    close();
    await desk.store.request('draft', { key: 'note:none' });
    desk.platform.advance(700);
    expect(reports().at(-1)).toBeNull();
  });

  it('says nothing of what it only has at hand', async () => {
    const other = aTicket(n1);
    desk.store.watchAhead('ticket', { id: other.id });
    await desk.store.request('draft', { key: 'note:none' });
    desk.platform.advance(5_000);
    expect(reports()).toEqual([at(ticket.id)]);
  });

  it('shows who else is there, and nobody when the server is away or its socket breaks; then says it again', async () => {
    brunoIsThere();
    await vi.waitFor(() => expect(shown).toEqual([null, ['Bruno']]));
    brunoIsThere(true);
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['Bruno*']));
    server.tell({ type: 'ticket-presence', ticketId: ticket.id, agents: [] });
    await vi.waitFor(() => expect(shown.at(-1)).toEqual([]));
    brunoIsThere();
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['Bruno']));
    server.stop();
    await vi.waitFor(() => expect(shown.at(-1)).toBeNull());
    server.start();
    desk.platform.advance(20_000);
    await vi.waitFor(() => expect(reports()).toEqual([at(ticket.id), at(ticket.id)]));
    brunoIsThere();
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['Bruno']));
  });

  it('shows nobody once its socket is broken, though the server answers', async () => {
    brunoIsThere();
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['Bruno']));
    server.breakSockets();
    await vi.waitFor(() => expect(shown.at(-1)).toBeNull());
    expect((await desk.until('status', null)).sync.state).toBe('online');
  });

  it('shows nobody while requests fail, though its socket has not noticed', async () => {
    brunoIsThere();
    await vi.waitFor(() => expect(shown.at(-1)).toEqual(['Bruno']));
    server.isUp = false;
    await desk.store.request('syncNow', null);
    await desk.until('status', null, ({ sync }) => sync.state === 'offline');
    await vi.waitFor(() => expect(shown.at(-1)).toBeNull());
  });

  it('does not show somebody whose name has not come', async () => {
    server.tell({ type: 'ticket-presence', ticketId: ticket.id, agents: [{ agentId: newId(), writing: false }] });
    await vi.waitFor(() => expect(shown.at(-1)).toEqual([]));
  });

  it('passes over what a newer server says of it', async () => {
    server.tell({ type: 'ticket-presence', ticketId: ticket.id, people: 3 } as never);
    brunoIsThere();
    await vi.waitFor(() => expect(shown).toEqual([null, ['Bruno']]));
  });
});
