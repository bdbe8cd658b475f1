import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CarriedCallsReply, DraftExchangeReply } from '../../domain/wire/carried.ts';
import type { DraftCopy } from '../../domain/wire/draft-copy.ts';
import { protocolVersion } from '../../domain/wire/sync.ts';
import { request, signIn, type Session } from './support/desk.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => await server.stop());

const ticket = 'note:01990000-0000-7000-8000-000000000101';
const other = 'note:01990000-0000-7000-8000-000000000102';
const at = (second: number): string => new Date(Date.parse('2026-11-26T09:00:00.000Z') + second * 1000).toISOString();
const draft = (key: string, text: string, second: number): DraftCopy => ({ key, text, savedAt: at(second) });

async function exchange({ token }: Session, since: number | null, ...drafts: DraftCopy[]): Promise<DraftExchangeReply> {
  const body = { protocol: protocolVersion, since, drafts };
  const answer = await request(server.url, 'POST', '/v1/drafts', { token, body });
  expect(answer.status).toBe(200);
  return DraftExchangeReply.parse(answer.body);
}

describe('unsent words', () => {
  it('follow their agent to another desk, and nobody else sees them', async () => {
    const [home, office, bob] = [
      await signIn(server.url, 'alice'),
      await signIn(server.url, 'alice'),
      await signIn(server.url, 'bob'),
    ];
    const first = await exchange(home, null, draft(ticket, 'La box redém', 1), draft(other, 'Rappel', 2));
    expect(first.drafts).toEqual([]);
    const there = await exchange(office, null);
    expect(there.drafts).toEqual([draft(ticket, 'La box redém', 1), draft(other, 'Rappel', 2)]);
    expect((await exchange(bob, null)).drafts).toEqual([]);
    // Only what is new, from then on.
    await exchange(office, there.cursor, draft(ticket, 'La box redémarre', 3));
    const back = await exchange(home, first.cursor);
    expect(back).toMatchObject({ drafts: [draft(ticket, 'La box redémarre', 3)], replaced: [] });
    expect((await exchange(home, back.cursor)).drafts).toEqual([]);
  });

  it('of two desks: the later count, and the others are given back', async () => {
    const [home, office] = [await signIn(server.url, 'carol'), await signIn(server.url, 'carol')];
    const start = await exchange(home, null, draft(ticket, 'commun', 1));
    await exchange(office, start.cursor, draft(ticket, 'du bureau', 5));
    // Earlier than what is there: it is not taken, and the desk hears why.
    const late = await exchange(home, start.cursor, draft(ticket, 'de la maison', 4));
    expect(late).toMatchObject({ drafts: [draft(ticket, 'du bureau', 5)], replaced: [] });
    // Later, but without having seen the other: that one is given back.
    const later = await exchange(home, start.cursor, draft(ticket, 'de la maison', 6));
    expect(later).toMatchObject({ drafts: [], replaced: [draft(ticket, 'du bureau', 5)] });
    // What was seen is simply gone on with.
    expect(await exchange(home, later.cursor, draft(ticket, 'de la maison aussi', 7))).toMatchObject({ replaced: [] });
  });

  it('once sent, end everywhere', async () => {
    const [home, office] = [await signIn(server.url, 'dave'), await signIn(server.url, 'dave')];
    const { cursor } = await exchange(home, null, draft(ticket, 'à envoyer', 1));
    await exchange(office, cursor, draft(ticket, '', 2));
    expect((await exchange(home, cursor)).drafts).toEqual([draft(ticket, '', 2)]);
  });

  it('come from the beginning again after a backup was restored', async () => {
    const home = await signIn(server.url, 'erin');
    await exchange(home, null, draft(ticket, 'mots', 1));
    expect((await exchange(home, 9_999)).drafts).toEqual([draft(ticket, 'mots', 1)]);
  });

  it('written by both desks at once are all there', async () => {
    const [home, office] = [await signIn(server.url, 'bob'), await signIn(server.url, 'bob')];
    const keys = Array.from({ length: 20 }, (_, index) => `subject:${index}`);
    await Promise.all(
      keys.map((key, index) => exchange(index % 2 === 0 ? home : office, null, draft(key, key, 10 + index))),
    );
    const all = await exchange(home, null);
    expect(all.drafts.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  });

  it('are not to be read in the database, and need a session', async () => {
    const home = await signIn(server.url, 'alice');
    await exchange(home, null, draft(other, 'confidence du client', 60));
    const kept = await sql<{ text: string }>`select string_agg(encode(sealed, 'escape'), '') as text
      from carried_drafts`.execute(server.db);
    expect(kept.rows[0]?.text).not.toContain('confidence');
    expect(server.log.join('\n')).not.toContain('confidence');
    expect((await request(server.url, 'POST', '/v1/drafts', { body: {} })).status).toBe(401);
  });
});

describe('live calls', () => {
  const home = '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001';
  const office = '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0002';
  const put = async ({ token }: Session, installation: string, sealed: string | null) =>
    (await request(server.url, 'PUT', '/v1/calls', { token, body: { installation, sealed } })).status;
  const get = async ({ token }: Session) =>
    CarriedCallsReply.parse((await request(server.url, 'GET', '/v1/calls', { token })).body).calls;

  it('are told to the agent’s other desk, and to nobody else', async () => {
    const [alice, elsewhere, bob] = [
      await signIn(server.url, 'alice'),
      await signIn(server.url, 'alice'),
      await signIn(server.url, 'bob'),
    ];
    expect(await get(elsewhere)).toBeNull();
    expect(await put(alice, home, 'sealed')).toBe(204);
    expect(await get(elsewhere)).toMatchObject({ installation: home, device: 'test', sealed: 'sealed' });
    expect(await get(bob)).toBeNull();
    // They go on there: the first desk has nothing to forget any more.
    expect(await put(elsewhere, office, 'sealed anew')).toBe(204);
    expect(await put(alice, home, null)).toBe(204);
    expect(await get(alice)).toMatchObject({ installation: office });
    expect(await put(elsewhere, office, null)).toBe(204);
    expect(await get(alice)).toBeNull();
  });

  it('need a session, and a shape', async () => {
    expect(await put({ token: 'x'.repeat(40), agent: { id: home } }, home, null)).toBe(401);
    expect(await put(await signIn(server.url, 'bob'), 'no id', 'sealed')).toBe(400);
  });
});
