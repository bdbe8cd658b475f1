import { createHash, randomBytes } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import { Agent } from '../../domain/agent/agent.ts';
import { CodedError } from '../../domain/errors.ts';
import { newId, type Id } from '../../domain/ids.ts';
import { DeviceKey } from '../../domain/wire/proof.ts';
import type { Actor } from '../../domain/mutation/transaction.ts';
import { Gathering } from '../database/gathering.ts';
import { runTogether } from '../database/pipelining-dialect.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';

/** How old `last_seen_at` may be before a request renews it. Seconds. */
const lastSeenPrecision = 60;

/** How somebody has proven who they are: by a password here, or at the identity provider. */
export type SignedInBy = 'password' | 'oidc';

export type SignedIn = {
  readonly sessionId: Id;
  readonly expiresAt: Date;
  readonly by: SignedInBy;
  readonly agent: Agent;
  readonly actor: Actor;
};

export type SessionSummary = {
  readonly id: Id;
  readonly device: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly bound: boolean;
};

/** `key`: what its requests must be proven with; null: the token is enough. */
export type OpenedSession = { readonly signedIn: SignedIn; readonly key: DeviceKey | null };

export type NewSession = {
  readonly agentId: Id;
  readonly device: string;
  /** Undefined: the session is bound to no device. */
  readonly key?: DeviceKey | undefined;
} & (
  | { readonly by: 'oidc' }
  /** The hash that the password was held against. */
  | { readonly by: 'password'; readonly passwordHash: string }
);

type FoundSession = {
  readonly id: Id;
  readonly expires_at: Date;
  readonly last_seen_at: Date;
  readonly device_key: unknown;
  readonly signed_in_by: SignedInBy;
  readonly data: unknown;
};

export type SessionsOptions = {
  /** How long a session lasts. */
  readonly sessionHours: number;
  /** How long its desk may not be heard of; undefined: as long as it lasts. */
  readonly sessionIdleHours: number | undefined;
  /** Those that began with a password do not open. */
  readonly oidcOnly: boolean;
};

const openSession = `select sessions.id, sessions.expires_at, sessions.last_seen_at, sessions.device_key, sessions.signed_in_by, agents.data
  from sessions join agents on agents.id = sessions.agent_id join credentials on credentials.agent_id = sessions.agent_id
  where token_hash = $1 and revoked_at is null and expires_at > now()
    and ($2::int is null or last_seen_at > now() - make_interval(hours => $2::int))
    and (signed_in_by = 'oidc' or not $3::boolean)`;

/** The signed-in devices. Tokens are 256 random bits; the database has their SHA-256 only. */
export class Sessions {
  readonly #db: Database;
  readonly #hours: number;
  readonly #idleHours: number | null;
  readonly #oidcOnly: boolean;
  readonly #open: Gathering<Buffer, FoundSession | undefined>;

  constructor(db: Database, options: SessionsOptions) {
    this.#db = db;
    this.#hours = options.sessionHours;
    this.#idleHours = options.sessionIdleHours ?? null;
    this.#oidcOnly = options.oidcOnly;
    this.#open = new Gathering(async (hashes) => {
      const queries = hashes.map((hash) => CompiledQuery.raw(openSession, [hash, this.#idleHours, this.#oidcOnly]));
      return ((await runTogether(db, queries)) as FoundSession[][]).map(([row]) => row);
    });
  }

  /** Throws `CodedError` AUTH_WRONG_CREDENTIALS: the password was changed since it was looked at. */
  async create(session: NewSession): Promise<{ readonly token: string; readonly signedIn: SignedIn }> {
    const { agentId, device, key, by } = session;
    const token = randomBytes(32).toString('base64url');
    await this.#db.transaction().execute(async (trx) => {
      // Who changes it afterwards waits for this session, and ends it with the others.
      if (session.by === 'password') await requirePassword(trx, agentId, session.passwordHash);
      await trx
        .insertInto('sessions')
        .values({
          id: newId(),
          agent_id: agentId,
          token_hash: digest(token),
          device,
          expires_at: new Date(Date.now() + this.#hours * 3_600_000),
          revoked_at: null,
          device_key: key === undefined ? null : JSON.stringify(key),
          signed_in_by: by,
        })
        .execute();
    });
    return { token, signedIn: (await this.authenticate(token)).signedIn };
  }

  /** Throws `CodedError` AUTH_SESSION_ENDED: unknown, revoked or expired, which a caller cannot tell apart. */
  async authenticate(token: string): Promise<OpenedSession> {
    const row = await this.#open.answer(digest(token));
    if (row === undefined) throw new CodedError('AUTH_SESSION_ENDED');
    if (Date.now() - row.last_seen_at.getTime() > lastSeenPrecision * 1000) await this.#seen(row.id);
    const agent = Agent.parse(row.data);
    return {
      signedIn: {
        sessionId: row.id,
        expiresAt: row.expires_at,
        by: row.signed_in_by,
        agent,
        actor: { agentId: agent.id, role: agent.role, teamIds: agent.teamIds },
      },
      key: DeviceKey.nullable().parse(row.device_key),
    };
  }

  async list(agentId: Id): Promise<SessionSummary[]> {
    const rows = await this.#db
      .selectFrom('sessions')
      .select(['id', 'device', 'created_at', 'last_seen_at', 'device_key'])
      .where('agent_id', '=', agentId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .where(
        sql<boolean>`(${this.#idleHours}::int is null or last_seen_at > now() - make_interval(hours => ${this.#idleHours}::int))`,
      )
      .where(sql<boolean>`(signed_in_by = 'oidc' or not ${this.#oidcOnly}::boolean)`)
      .orderBy('last_seen_at', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      device: row.device,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      bound: row.device_key !== null,
    }));
  }

  /** Ends one session of the agent, or all of them. Returns the ids that were ended now. */
  async revoke(agentId: Id, sessionId?: Id): Promise<Id[]> {
    const update = ending(this.#db, agentId);
    const ended = await (sessionId === undefined ? update : update.where('id', '=', sessionId)).execute();
    return ended.map((row) => row.id);
  }

  /** Ends all sessions of the agent but this one. Returns the ids that were ended now. */
  async revokeOthers(trx: DatabaseTransaction, agentId: Id, kept: Id): Promise<Id[]> {
    const ended = await ending(trx, agentId).where('id', '!=', kept).execute();
    return ended.map((row) => row.id);
  }

  async #seen(sessionId: Id): Promise<void> {
    await this.#db
      .updateTable('sessions')
      .set({ last_seen_at: sql<Date>`now()` })
      .where('id', '=', sessionId)
      .execute();
  }
}

async function requirePassword(trx: DatabaseTransaction, agentId: Id, passwordHash: string): Promise<void> {
  const present = await trx
    .selectFrom('credentials')
    .select('agent_id')
    .where('agent_id', '=', agentId)
    .where('password_hash', '=', passwordHash)
    .forShare()
    .executeTakeFirst();
  if (present === undefined) throw new CodedError('AUTH_WRONG_CREDENTIALS');
}

function ending(db: Database | DatabaseTransaction, agentId: Id) {
  return db
    .updateTable('sessions')
    .set({ revoked_at: sql<Date>`now()` })
    .where('agent_id', '=', agentId)
    .where('revoked_at', 'is', null)
    .returning('id');
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
