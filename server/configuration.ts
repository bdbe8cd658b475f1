import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../domain/errors.ts';
import type { FileRoom, FileSettings } from './files/settings.ts';
import type { OidcSettings } from './oidc/settings.ts';
import type { TurnServers } from './provisioning/turn.ts';
import { likelyMistakes } from './settings-names.ts';
import type { TlsPaths } from './tls.ts';

/** Bytes. */
const megabyte = 1024 * 1024;

/** `true`, `1`, `yes` and `on` switch on; `false`, `0`, `no`, `off` and nothing switch off. */
const Switch = z.stringbool().default(false);

/** Parts between commas. */
const List = z.string().transform((list) =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** What proxy-addr knows: its three names, an address, or a network. */
function isProxy(text: string): boolean {
  return ['loopback', 'linklocal', 'uniquelocal'].includes(text) || isNetwork(text);
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const widest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const narrow = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= widest);
  return widest > 0 && narrow && rest.length === 0;
}

/** What customers send and agents take pictures of. Nothing that runs. */
const usualTypes = [
  ...[
    'image/*',
    'audio/*',
    'video/*',
    'text/plain',
    'text/csv',
    'application/pdf',
    'application/zip',
    'application/gzip',
  ],
  ...['application/json', 'message/rfc822', 'application/rtf', 'application/msword', 'application/vnd.ms-excel'],
  ...['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ...['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ...['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet'],
];

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  CASQUE_DATA: z.string().min(1).optional(),
  CASQUE_HOST: z.string().min(1).default('127.0.0.1'),
  CASQUE_PORT: z.coerce.number().int().min(0).max(65535).default(8470),
  CASQUE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  CASQUE_SERVER_NAME: z.string().min(1).max(120).default('Casque'),
  CASQUE_ORIGINS: List.default(['app://desk']).pipe(
    z.array(z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^/\s?#*]+$/i, 'must be origins, such as https://desk.example')),
  ),
  CASQUE_TRUST_PROXY: List.refine((all) => all.every(isProxy), 'must be addresses or networks, such as 10.0.0.0/8')
    .transform((all) => all.join(','))
    .optional(),
  CASQUE_TLS_CERTIFICATE: z.string().min(1).optional(),
  CASQUE_TLS_KEY: z.string().min(1).optional(),
  CASQUE_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, 'must have 16 characters or more, without spaces')
    .optional(),
  CASQUE_DRAIN_SECONDS: z.coerce.number().int().min(0).max(600).default(0),
  CASQUE_REQUESTS_PER_MINUTE: z.coerce.number().int().min(60).max(1_000_000).default(3000),
  CASQUE_REFUSALS_PER_MINUTE: z.coerce.number().int().min(10).max(1_000_000).default(300),
  CASQUE_SESSION_HOURS: z.coerce.number().int().min(1).max(8760).default(168),
  CASQUE_SESSION_IDLE_HOURS: z.coerce.number().int().min(1).max(8760).optional(),
  CASQUE_REQUIRE_DEVICE_KEY: Switch,
  CASQUE_SIGN_IN_ATTEMPTS: z.coerce.number().int().min(1).max(1000).default(8),
  CASQUE_SIGN_IN_REFUSALS: z.coerce.number().int().min(1).max(100_000).default(100),
  CASQUE_SIGN_IN_LOGIN_REFUSALS: z.coerce.number().int().min(5).max(100_000).default(90),
  CASQUE_SIGN_IN_WINDOW_SECONDS: z.coerce.number().int().min(1).max(86_400).default(300),
  CASQUE_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes), for example from `openssl rand -hex 32`')
    .optional(),
  CASQUE_OLD_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes)')
    .optional(),
  CASQUE_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be the https:// address of an OpenID provider', abort: true })
    .refine((url) => new URL(url).protocol === 'https:' || /^(127\.|localhost$)/.test(new URL(url).hostname), {
      error: 'must be https:// across a network',
    })
    .optional(),
  CASQUE_OIDC_CLIENT_ID: z.string().min(1).max(256).optional(),
  CASQUE_OIDC_CLIENT_SECRET: z.string().min(1).max(1024).optional(),
  CASQUE_OIDC_NAME: z.string().min(1).max(60).optional(),
  CASQUE_OIDC_CLAIM: z.string().min(1).max(60).default('preferred_username'),
  CASQUE_OIDC_SCOPES: z
    .string()
    .default('openid profile email')
    .transform((scopes) => scopes.split(/[\s,]+/).filter((scope) => scope !== ''))
    .refine((scopes) => scopes.includes('openid'), 'must have openid among them'),
  CASQUE_OIDC_CREATE_TEAM: z.string().min(1).max(80).optional(),
  CASQUE_OIDC_ONLY: Switch,
  CASQUE_FILES: z.string().min(1).optional(),
  CASQUE_S3_BUCKET: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/, 'must be the name of a bucket')
    .optional(),
  CASQUE_S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be the https:// address of the storage', abort: true })
    .refine((url) => new URL(url).username === '' && new URL(url).password === '', 'must have no keys in it')
    .optional(),
  CASQUE_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/i, 'must be the name of a region')
    .optional(),
  CASQUE_S3_ACCESS_KEY: z.string().min(1).max(256).optional(),
  CASQUE_S3_SECRET_KEY: z.string().min(1).max(1024).optional(),
  CASQUE_FILE_MEGABYTES: z.coerce.number().int().min(1).max(2000).default(25),
  CASQUE_FILE_AGENT_MEGABYTES: z.coerce.number().int().min(1).max(100_000_000).default(20_480),
  CASQUE_FILE_AGENT_FILES: z.coerce.number().int().min(1).max(100_000_000).default(50_000),
  CASQUE_FILE_ALL_MEGABYTES: z.coerce.number().int().min(1).max(1_000_000_000).optional(),
  CASQUE_FILE_TYPES: List.default([...usualTypes]).pipe(
    z
      .array(z.string().regex(/^[a-z]+\/([a-z0-9.+-]+|\*)$/, 'must be types, such as image/*, application/pdf'))
      .max(200),
  ),
  CASQUE_FILE_SCAN: z.string().min(1).optional(),
  CASQUE_TURN_URLS: List.pipe(
    z.array(z.string().regex(/^(stun|turn)s?:[^\s]{1,500}$/, 'must be stun:, turn: or turns: addresses')).max(8),
  ).optional(),
  CASQUE_TURN_SECRET: z.string().min(8).max(256).optional(),
  CASQUE_TURN_SECONDS: z.coerce.number().int().min(60).max(604_800).default(43_200),
  CASQUE_WEBHOOK_NETWORKS: List.default([]).refine(
    (all) => all.every(isNetwork),
    'must be addresses or networks, such as 10.0.0.0/8',
  ),
  CASQUE_WEBHOOK_ATTEMPTS: z.coerce.number().int().min(1).max(50).default(8),
  CASQUE_SEED_DEMO: Switch,
  CASQUE_DEMO_SIP_SERVER: z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// address' }).optional(),
  CASQUE_DEMO_SIP_DOMAIN: z.string().min(1).max(253).optional(),
  CASQUE_DEMO_SIP_PASSWORD_PREFIX: z.string().max(200).default('casque-'),
});

/** The lines of the demonstration agents; `passwordPrefix` followed by the extension is the SIP password. */
export type DemoLines = { readonly server: string; readonly domain: string; readonly passwordPrefix: string };

export type Configuration = {
  /** Where the embedded database and the key of the secrets live. Absolute. */
  readonly dataFolder: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  readonly serverName: string;
  /** Web origins that may call the server (CORS and the WebSocket's Origin). */
  readonly origins: readonly string[];
  /** Addresses of proxies whose X-Forwarded-For is believed; undefined: none. */
  readonly trustProxy: string | undefined;
  readonly sessionHours: number;
  /** A session whose desk was not heard of for so long ends; undefined: none does for that. */
  readonly sessionIdleHours: number | undefined;
  /** Sessions must be bound to their device; older desks cannot. */
  readonly deviceKeyRequired: boolean;
  /** Sign-in attempts for one login from one address, in each window, before the next are refused unread. */
  readonly signInAttempts: number;
  readonly signInWindowSeconds: number;
  /** Refused sign-ins of one address, whatever the login, in each of these windows. */
  readonly signInRefusals: number;
  /** Refused sign-ins of one login in an hour, from all addresses where it has not signed in lately. */
  readonly signInLoginRefusals: number;
  /** Requests of one session, and refused tokens of one address, on one node. */
  readonly requestsPerMinute: number;
  readonly refusalsPerMinute: number;
  /** Undefined: plain HTTP. */
  readonly tls: TlsPaths | undefined;
  /** What Prometheus shows to read GET /metrics; undefined: nothing is measured. */
  readonly metricsToken: string | undefined;
  /** How long a node that stops says so before it takes no more requests. */
  readonly drainSeconds: number;
  /** 32 bytes in hexadecimal; undefined: the key file of the data folder. */
  readonly secretKey: string | undefined;
  /** The key before, with which something may still be sealed. */
  readonly oldSecretKey: string | undefined;
  /** Undefined: the organisation has no relays, or each line names its own. */
  readonly turn: TurnServers | undefined;
  /** Addresses and networks that webhooks reach though they are not public. */
  readonly webhookNetworks: readonly string[];
  /** Before a message to a webhook is given up. */
  readonly webhookAttempts: number;
  /** Undefined: there is only the login with a password. */
  readonly oidc: OidcSettings | undefined;
  /** Passwords of local accounts open nothing, and neither do sessions that began with one. */
  readonly oidcOnly: boolean;
  readonly files: FileSettings;
  readonly seedDemo: boolean;
  readonly demoLines: DemoLines | undefined;
};

/** What the command line says wins over the environment. */
export type CommandLineOptions = {
  readonly data?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly seedDemo?: boolean | undefined;
};

/** Throws `CodedError` START_CONFIGURATION_INVALID that names each wrong setting; values are not repeated (secrets). */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  options: CommandLineOptions = {},
): Configuration {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => Object.hasOwn(Environment.shape, name) && value !== ''),
  );
  const parsed = Environment.safeParse({
    ...given,
    ...(options.data === undefined ? {} : { CASQUE_DATA: options.data }),
    ...(options.host === undefined ? {} : { CASQUE_HOST: options.host }),
    ...(options.port === undefined ? {} : { CASQUE_PORT: options.port }),
  });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
    throw new CodedError('START_CONFIGURATION_INVALID', problems.join('; '));
  }
  const mistakes = likelyMistakes(Object.keys(environment), Object.keys(Environment.shape));
  if (mistakes.length > 0) throw new CodedError('START_CONFIGURATION_INVALID', mistakes.join('; '));
  const env = parsed.data;
  const { CASQUE_TURN_URLS: turnUrls, CASQUE_TURN_SECRET: turnSecret } = env;
  const { CASQUE_TLS_CERTIFICATE: certificate, CASQUE_TLS_KEY: key } = env;
  if ((certificate === undefined) !== (key === undefined)) {
    throw new CodedError('START_CONFIGURATION_INVALID', 'CASQUE_TLS_CERTIFICATE and CASQUE_TLS_KEY go together');
  }
  if ((turnUrls === undefined) !== (turnSecret === undefined)) {
    throw new CodedError('START_CONFIGURATION_INVALID', 'CASQUE_TURN_URLS and CASQUE_TURN_SECRET go together');
  }
  const { CASQUE_OIDC_ISSUER: issuer, CASQUE_OIDC_CLIENT_ID: clientId } = env;
  if ((issuer === undefined) !== (clientId === undefined)) {
    throw new CodedError('START_CONFIGURATION_INVALID', 'CASQUE_OIDC_ISSUER and CASQUE_OIDC_CLIENT_ID go together');
  }
  const { CASQUE_SECRET_KEY: secretKey, CASQUE_OLD_SECRET_KEY: oldSecretKey } = env;
  if (oldSecretKey !== undefined && (secretKey ?? oldSecretKey).toLowerCase() === oldSecretKey.toLowerCase()) {
    throw new CodedError(
      'START_CONFIGURATION_INVALID',
      'CASQUE_OLD_SECRET_KEY stands beside another CASQUE_SECRET_KEY, which is the new one',
    );
  }
  if (env.CASQUE_OIDC_ONLY && issuer === undefined) {
    throw new CodedError(
      'START_CONFIGURATION_INVALID',
      'CASQUE_OIDC_ONLY: nobody could sign in without CASQUE_OIDC_ISSUER',
    );
  }
  const dataFolder = resolve(env.CASQUE_DATA ?? defaultDataFolder(environment));
  return {
    dataFolder,
    host: env.CASQUE_HOST,
    port: env.CASQUE_PORT,
    databaseUrl: env.DATABASE_URL,
    logLevel: env.CASQUE_LOG_LEVEL,
    serverName: env.CASQUE_SERVER_NAME,
    origins: env.CASQUE_ORIGINS,
    trustProxy: env.CASQUE_TRUST_PROXY,
    sessionHours: env.CASQUE_SESSION_HOURS,
    sessionIdleHours: env.CASQUE_SESSION_IDLE_HOURS,
    deviceKeyRequired: env.CASQUE_REQUIRE_DEVICE_KEY,
    signInAttempts: env.CASQUE_SIGN_IN_ATTEMPTS,
    signInWindowSeconds: env.CASQUE_SIGN_IN_WINDOW_SECONDS,
    signInRefusals: env.CASQUE_SIGN_IN_REFUSALS,
    signInLoginRefusals: env.CASQUE_SIGN_IN_LOGIN_REFUSALS,
    requestsPerMinute: env.CASQUE_REQUESTS_PER_MINUTE,
    refusalsPerMinute: env.CASQUE_REFUSALS_PER_MINUTE,
    tls: certificate === undefined || key === undefined ? undefined : { certificate, key },
    metricsToken: env.CASQUE_METRICS_TOKEN,
    drainSeconds: env.CASQUE_DRAIN_SECONDS,
    secretKey,
    oldSecretKey,
    turn:
      turnUrls === undefined || turnSecret === undefined
        ? undefined
        : { urls: turnUrls, secret: turnSecret, lifetime: env.CASQUE_TURN_SECONDS },
    webhookNetworks: env.CASQUE_WEBHOOK_NETWORKS,
    webhookAttempts: env.CASQUE_WEBHOOK_ATTEMPTS,
    oidc:
      issuer === undefined || clientId === undefined
        ? undefined
        : {
            issuer: new URL(issuer),
            clientId,
            clientSecret: env.CASQUE_OIDC_CLIENT_SECRET,
            name: env.CASQUE_OIDC_NAME ?? new URL(issuer).hostname.slice(0, 60),
            claim: env.CASQUE_OIDC_CLAIM,
            scopes: env.CASQUE_OIDC_SCOPES,
            createTeam: env.CASQUE_OIDC_CREATE_TEAM,
          },
    oidcOnly: env.CASQUE_OIDC_ONLY,
    files: {
      storage: storageOf(env, dataFolder),
      mostBytes: env.CASQUE_FILE_MEGABYTES * megabyte,
      room: roomOf(env),
      types: env.CASQUE_FILE_TYPES,
      scanCommand: env.CASQUE_FILE_SCAN,
    },
    seedDemo: options.seedDemo ?? env.CASQUE_SEED_DEMO,
    demoLines:
      env.CASQUE_DEMO_SIP_SERVER === undefined
        ? undefined
        : {
            server: env.CASQUE_DEMO_SIP_SERVER,
            domain: env.CASQUE_DEMO_SIP_DOMAIN ?? new URL(env.CASQUE_DEMO_SIP_SERVER).hostname,
            passwordPrefix: env.CASQUE_DEMO_SIP_PASSWORD_PREFIX,
          },
  };
}

/** Throws `CodedError` START_CONFIGURATION_INVALID. */
function roomOf(env: z.infer<typeof Environment>): FileRoom {
  for (const name of ['CASQUE_FILE_AGENT_MEGABYTES', 'CASQUE_FILE_ALL_MEGABYTES'] as const) {
    if ((env[name] ?? Infinity) < env.CASQUE_FILE_MEGABYTES)
      throw new CodedError('START_CONFIGURATION_INVALID', `${name} has no room for one file of CASQUE_FILE_MEGABYTES`);
  }
  return {
    agentBytes: env.CASQUE_FILE_AGENT_MEGABYTES * megabyte,
    agentFiles: env.CASQUE_FILE_AGENT_FILES,
    allBytes: env.CASQUE_FILE_ALL_MEGABYTES === undefined ? undefined : env.CASQUE_FILE_ALL_MEGABYTES * megabyte,
  };
}

/** A bucket where one is named, else a folder. Throws `CodedError` START_CONFIGURATION_INVALID. */
function storageOf(env: z.infer<typeof Environment>, dataFolder: string): FileSettings['storage'] {
  const { CASQUE_FILES: folder, CASQUE_S3_BUCKET: name, CASQUE_S3_ENDPOINT: endpoint, CASQUE_S3_REGION: region } = env;
  const { CASQUE_S3_ACCESS_KEY: id, CASQUE_S3_SECRET_KEY: secret } = env;
  const refuse = (why: string): never => {
    throw new CodedError('START_CONFIGURATION_INVALID', why);
  };
  if ((id === undefined) !== (secret === undefined))
    refuse('CASQUE_S3_ACCESS_KEY and CASQUE_S3_SECRET_KEY go together');
  if (name === undefined) {
    if ((endpoint ?? region ?? id) !== undefined)
      refuse('CASQUE_S3_BUCKET is missing beside the other CASQUE_S3_ settings');
    return { kind: 'folder', path: resolve(folder ?? join(dataFolder, 'files')) };
  }
  if (folder !== undefined) refuse('CASQUE_FILES and CASQUE_S3_BUCKET: files are either in a folder or in a bucket');
  const keys = id === undefined || secret === undefined ? undefined : { id, secret };
  return { kind: 'bucket', name, endpoint, region: region ?? 'us-east-1', keys };
}

/** Root gets a system folder: PostgreSQL runs as another user then, who could not enter root's home. */
function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? homedir(), 'Casque Server');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Casque Server');
  if (process.getuid?.() === 0) return '/var/lib/casque-server';
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'casque-server');
}
