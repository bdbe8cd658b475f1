import { sql } from 'kysely';
import { newId, type Id } from '../../../domain/ids.ts';
import { tableNames } from '../../../domain/tables.ts';
import { newDeviceKey } from '../../../domain/wire/proof.ts';
import { Line } from '../../../domain/wire/provisioning.ts';
import { addAgent, changeAgent } from '../../../server/directory/directory.ts';
import { setLine } from '../../../server/provisioning/lines.ts';
import { request, signIn, TestDesk, type Session } from './desk.ts';
import { agents, password, teams } from './organisation.ts';
import { promise } from './permissions-callbacks.ts';
import { record } from './permissions-calls.ts';
import { writtenBy } from './permissions-procedures.ts';
import { people, type Person } from './permissions.ts';
import { startTestServer, type TestServer } from './server.ts';

const grace = {
  ...agents.carol,
  id: '01990000-0000-7000-8000-000000000107',
  login: 'grace',
  name: 'grace',
};
const heidi = {
  ...agents.erin,
  id: '01990000-0000-7000-8000-000000000108',
  login: 'heidi',
  name: 'heidi',
  role: 'administrator',
} as const;
const line = Line.parse({
  aor: 'sip:203@pbx.example',
  authorizationUser: '203',
  password: 'sip-secret-carol',
  displayName: 'Carol',
  servers: ['wss://pbx.example/ws'],
  iceServers: [],
  registerExpires: 600,
  country: 'FR',
});

/** Who signs in to be whom of the tables. */
const logins: Readonly<Record<Person, string>> = {
  owner: 'carol',
  'on another device': 'carol',
  colleague: 'dave',
  'out of team': 'alice',
  'supervisor elsewhere': 'erin',
  'administrator elsewhere': 'heidi',
  'moved away': 'grace',
};

/**
 * What is tried belongs to the blue team. Its owner is carol; dave is her colleague; alice works in red; erin supervises and heidi administers, in red;
 * grace made what is tried, and was then moved to red.
 */
export class PermissionsOffice {
  server!: TestServer;
  readonly sessions = new Map<Person, Session>();
  carol!: TestDesk;
  dave!: TestDesk;
  grace!: TestDesk;
  /** Versions of a procedure of all teams, and of one of red’s. */
  procedures!: { readonly all: Id; readonly red: Id };
  red!: { readonly ticket: Id; readonly call: Id; readonly callback: Id };
  /** Tickets of blue that a supervisor has deleted: one for each that tries to restore one. */
  readonly deleted: Id[] = [];
  /** Tokens that no longer open anything, and the name of why. */
  readonly refusedTokens: { readonly why: string; readonly token: string | undefined }[] = [];

  async open(): Promise<void> {
    this.server = await startTestServer({ environment: { CASQUE_METRICS_TOKEN: 'prometheus-of-the-tests' } });
    const { db, box, url } = this.server;
    for (const agent of [grace, heidi]) {
      await db.transaction().execute(async (trx) => await addAgent(trx, agent, password));
    }
    await setLine(db, box, agents.carol.id, line);
    for (const person of people) this.sessions.set(person, await signIn(url, logins[person]));
    this.carol = this.deskOf('owner');
    this.dave = this.deskOf('colleague');
    this.grace = this.deskOf('moved away');
    await this.#write();
    await this.#endSessions();
  }

  async close(): Promise<void> {
    await this.server.stop();
  }

  /** The token of somebody who is signed in. */
  tokenOf(person: Person): string {
    return this.sessions.get(person)!.token;
  }

  /** A new desk of somebody who is signed in. */
  deskOf(person: Person): TestDesk {
    return new TestDesk(this.server.url, this.sessions.get(person)!);
  }

  /** Everything that is synced, to see that a refusal has written nothing. */
  async written(): Promise<string> {
    const digests = tableNames.map(
      (table) =>
        sql`(select coalesce(md5(string_agg(id::text || version::text || data::text, '' order by id)), '') from ${sql.table(table)})`,
    );
    const query = sql<{ digest: string }>`select concat_ws('/', ${sql.join(digests)}) as digest`;
    const found = await query.execute(this.server.db);
    return found.rows[0]!.digest;
  }

  /** What is tried by whoever was moved is tried while grace is in red. */
  async as<Result>(person: Person, work: () => Promise<Result>): Promise<Result> {
    if (person !== 'moved away') return await work();
    await this.#moveGrace(teams.red);
    try {
      return await work();
    } finally {
      await this.#moveGrace(teams.blue);
    }
  }

  async #moveGrace(teamId: Id): Promise<void> {
    await this.server.db.transaction().execute(async (trx) => {
      await changeAgent(trx, (agent) => ({ ...agent, teamIds: [teamId] }), grace.id);
    });
  }

  async #write(): Promise<void> {
    this.deleted.push(...[...people, 'nobody'].map(() => this.carol.newTicket(teams.blue)));
    await this.carol.push();
    const erin = this.deskOf('supervisor elsewhere');
    for (const id of this.deleted) erin.mutate('ticket.delete@1', { id, reason: 'Essai' });
    await erin.push();

    const alice = this.deskOf('out of team');
    const redPromise = promise(teams.red);
    this.red = { ticket: alice.newTicket(teams.red), call: newId(), callback: redPromise.id };
    alice.mutate('call.log@1', { id: this.red.call, teamId: teams.red, ...record });
    alice.mutate('callback.promise@1', redPromise);
    await alice.push();

    this.procedures = { all: writtenBy(erin, null), red: writtenBy(erin, teams.red) };
    await erin.push();
  }

  async #endSessions(): Promise<void> {
    const { db, url } = this.server;
    const revoked = await signIn(url, 'carol');
    await request(url, 'DELETE', '/v1/session', { token: revoked.token });
    const bound = await signIn(url, 'carol', password, await newDeviceKey(crypto.subtle));
    const expired = await signIn(url, 'carol');
    await sql`update sessions set expires_at = now() - interval '1 second' where id = (
      select id from sessions order by created_at desc, id desc limit 1)`.execute(db);
    this.refusedTokens.push(
      { why: 'signed out', token: undefined },
      { why: 'revoked', token: revoked.token },
      { why: 'expired', token: expired.token },
      { why: 'of nobody', token: 'x'.repeat(43) },
      { why: 'bound to a device that has not signed', token: bound.token },
    );
  }
}
