import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { CodedError } from '../../domain/errors.ts';
import type { Database, DatabaseTransaction } from '../database/schema.ts';
import { keySource, type KeyOptions, type KeySource, type SecretKeys } from './key-source.ts';
import type { SecretKey } from './secret-key.ts';

/** Advisory locks: of whoever seals (shared) and whoever replaces the key, and one of each node for as long as it lives. */
const sealingLock = [109_330_445, 1] as const;
const nodeLock = 109_330_446;

/** Where the fingerprint of the key in force stands in `meta`. */
const metaKey = 'secret-key';

/**
 * The server's secrets (SIP passwords, those of webhooks, unsent words, the names of live calls), sealed with a key that is not in the database. Which key
 * is in force stands in the database: everything is sealed with that one, by every node, whatever it was given first.
 */
export class SecretBox {
  readonly #source: KeySource;
  #keys: SecretKeys;

  constructor(source: KeySource, keys: SecretKeys) {
    this.#source = source;
    this.#keys = keys;
  }

  /** Throws `CodedError` SERVER_FAILED when it was sealed with a key that is not here, for something else, or was changed. */
  async open(sealed: Buffer, context: string): Promise<string> {
    const opened = this.#openWithThese(sealed, context);
    if (opened !== undefined) return opened;
    await this.#readAgain();
    const openedThen = this.#openWithThese(sealed, context);
    if (openedThen === undefined) throw new CodedError('SERVER_FAILED', `the secret of ${context} does not open`);
    return openedThen;
  }

  /**
   * What this transaction seals with. Until it ends no other key comes into force, so that nothing is sealed with one that is about to be thrown away. Throws
   * `CodedError` SERVER_FAILED when it is not here.
   */
  async keyInForce(trx: DatabaseTransaction): Promise<SecretKey> {
    const [purpose, which] = sealingLock;
    await sql`select pg_advisory_xact_lock_shared(${purpose}::int, ${which}::int)`.execute(trx);
    const inForce = await fingerprintInForce(trx);
    if (this.#keyOf(inForce) === undefined) await this.#readAgain();
    const key = this.#keyOf(inForce);
    if (key === undefined) throw new CodedError('SERVER_FAILED', `the key in force is not ${this.#names()}`);
    return key;
  }

  /** On a connection that lasts as long as this node: with whom it has its keys in common. */
  async sayThatHere(connection: pg.Client): Promise<void> {
    await connection.query('select pg_advisory_lock_shared($1::int, $2::int)', [nodeLock, this.#mark]);
  }

  /** Whether it is the old key that is in force. Throws `CodedError` START_CONFIGURATION_INVALID when it is neither. */
  isBehind(inForce: string): boolean {
    if (this.#keyOf(inForce) !== undefined) return this.#keys.current.fingerprint !== inForce;
    throw new CodedError(
      'START_CONFIGURATION_INVALID',
      `the database's secrets were sealed with another key than ${this.#names()}`,
    );
  }

  /**
   * Nothing is sealed by anybody else until this transaction ends, and from then on with another key than now. Returns both fingerprints. Throws `CodedError`
   * START_CONFIGURATION_INVALID when there is no other key, or a node runs that has it not.
   */
  async changeKey(trx: DatabaseTransaction): Promise<{ readonly from: string; readonly to: SecretKey }> {
    const [purpose, which] = sealingLock;
    await sql`select pg_advisory_xact_lock(${purpose}::int, ${which}::int)`.execute(trx);
    const from = await fingerprintInForce(trx);
    await this.#requireAllTogether(trx);
    const keys = from === undefined ? undefined : await this.#source.following(from);
    if (from === undefined || keys === undefined) throw missing(this.#source);
    this.#keys = keys;
    this.isBehind(from);
    await trx.updateTable('meta').set({ value: keys.current.fingerprint }).where('key', '=', metaKey).execute();
    return { from, to: keys.current };
  }

  async #requireAllTogether(trx: DatabaseTransaction): Promise<void> {
    const others = await sql<{ count: number }>`select count(*) as count from pg_locks
      where locktype = 'advisory' and granted and classid::bigint = ${nodeLock} and objid::bigint <> ${this.#mark >>> 0}
      and database = (select oid from pg_database where datname = current_database())`.execute(trx);
    const count = others.rows[0]?.count ?? 0;
    if (count === 0) return;
    throw new CodedError(
      'START_CONFIGURATION_INVALID',
      `${count} of the nodes that run would not know the new key: start them with the same ${this.#source.current} as this command, and the key of now in CASQUE_OLD_SECRET_KEY`,
    );
  }

  #openWithThese(sealed: Buffer, context: string): string | undefined {
    return this.#keys.current.open(sealed, context) ?? this.#keys.old?.open(sealed, context);
  }

  #keyOf(fingerprint: string | undefined): SecretKey | undefined {
    return [this.#keys.current, this.#keys.old].find((key) => key?.fingerprint === fingerprint);
  }

  async #readAgain(): Promise<void> {
    this.#keys = (await this.#source.read()) ?? this.#keys;
  }

  #names(): string {
    const { current, old } = this.#source;
    return this.#keys.old === undefined ? current : `${current} and ${old}`;
  }

  get #mark(): number {
    return createHash('sha256').update(this.#source.together).digest().readInt32BE(0);
  }
}

/**
 * The box with the configured keys, or else the data folder's (made the first time, mode 0600). Throws `CodedError`
 * START_CONFIGURATION_INVALID when none of them is the one that the database's secrets were sealed with, or none is there any more.
 */
export async function openSecretBox(
  db: Database,
  options: KeyOptions,
  onBehind: () => void = () => undefined,
): Promise<SecretBox> {
  const source = keySource(options);
  const isNew = (await fingerprintInForce(db)) === undefined;
  const keys = (await source.read()) ?? (isNew ? await source.first() : undefined);
  if (keys === undefined) throw missing(source);
  const box = new SecretBox(source, keys);
  await db
    .insertInto('meta')
    .values({ key: metaKey, value: keys.current.fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const inForce = await fingerprintInForce(db);
  if (inForce !== undefined && box.isBehind(inForce)) onBehind();
  return box;
}

async function fingerprintInForce(db: Database | DatabaseTransaction): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', metaKey).executeTakeFirst();
  return row?.value;
}

function missing({ current }: KeySource): CodedError {
  return new CodedError(
    'START_CONFIGURATION_INVALID',
    `${current} is missing, with which the database's secrets were sealed: put it back, or give it in CASQUE_SECRET_KEY`,
  );
}
