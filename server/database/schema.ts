import type { Generated, Kysely, Transaction } from 'kysely';
import type { ErrorCode } from '../../domain/errors.ts';
import type { TableName } from '../../domain/tables.ts';

/** A synced table: the wire row whole in `data` (unknown fields kept), and what routes it. */
export type EntityTable = { id: string; scope: string; version: number; data: unknown };

export type ScopesTable = {
  scope: string;
  /** Counts the changed rows of the scope; taken under a row lock in the writing transaction, so that it follows commit order. */
  version: number;
  /** Evictions up to this version may have been forgotten: an older cursor starts the scope again. */
  horizon: Generated<number>;
};

export type EvictionsTable = { scope: string; version: number; table_name: TableName; id: string };

export type ClientsTable = {
  client_id: string;
  agent_id: string;
  last_seq: number;
  created_at: Generated<Date>;
};

export type ResultsTable = {
  client_id: string;
  seq: number;
  mutation_id: string;
  /** The first time that this mutation came, under whichever client id; unique per `mutation_id`. */
  first: boolean;
  outcome: 'applied' | 'conflict' | 'rejected';
  code: ErrorCode | null;
  fields: string[] | null;
  /** The highest version of each scope that holds its effect, `{scope: version}`. */
  versions: unknown;
  at: Generated<Date>;
};

export type CredentialsTable = { agent_id: string; login_key: string; password_hash: string };

export type SessionsTable = {
  id: string;
  agent_id: string;
  token_hash: Buffer;
  device: string;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Date;
  revoked_at: Date | null;
  /** The `DeviceKey` that its requests must prove to have. */
  device_key: unknown;
  signed_in_by: 'password' | 'oidc';
};

/** SIP lines: what is public of the wire's `Line` in `settings`, its password sealed in `secret`. */
export type LinesTable = { agent_id: string; settings: unknown; secret: Buffer };

/** What an agent has written and not sent, sealed; `ended`: an empty text. */
export type CarriedDraftsTable = {
  agent_id: string;
  key: string;
  /** Counts the agent's changes. */
  version: number;
  sealed: Buffer;
  saved_at: Date;
  ended: boolean;
};

/** The live calls of an agent as their desk seals them, sealed once more. */
export type CarriedCallsTable = {
  agent_id: string;
  installation: string;
  session_id: string;
  sealed: Buffer;
  alive_at: Date;
};

/** `secret`: what its messages are signed with, sealed. `team_id` null: it is told of every team. */
export type WebhooksTable = {
  id: string;
  url: string;
  events: string[];
  team_id: string | null;
  secret: Buffer;
  created_at: Generated<Date>;
};

/** What a webhook is still to be told; gone once it was taken. */
export type WebhookDeliveriesTable = {
  event_id: string;
  webhook_id: string;
  type: string;
  body: string;
  created_at: Generated<Date>;
  attempts: Generated<number>;
  /** While a node delivers it: when another one may think that this node died. */
  due_at: Generated<Date>;
  /** Given up. */
  dead_at: Date | null;
  last_failure: string | null;
};

/** Who an agent is at the identity provider. */
export type OidcIdentitiesTable = { issuer: string; subject: string; agent_id: string };

/** Files whose content has come or is coming; `metadata`: a `FileMetadata`. */
export type UploadsTable = {
  id: string;
  agent_id: string;
  metadata: unknown;
  size: number;
  /** In the timeline of its ticket. */
  attached: boolean;
  created_at: Generated<Date>;
};

export type MetaTable = { key: string; value: string };

export type Schema = { [T in TableName]: EntityTable } & {
  scopes: ScopesTable;
  evictions: EvictionsTable;
  clients: ClientsTable;
  results: ResultsTable;
  credentials: CredentialsTable;
  sessions: SessionsTable;
  lines: LinesTable;
  carried_drafts: CarriedDraftsTable;
  carried_calls: CarriedCallsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  oidc_identities: OidcIdentitiesTable;
  uploads: UploadsTable;
  meta: MetaTable;
};

export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;
