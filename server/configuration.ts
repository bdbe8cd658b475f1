import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../domain/errors.ts';
import type { TurnServers } from './provisioning/turn.ts';

/** `true`, `1`, `yes` and `on` switch on; `false`, `0`, `no`, `off` and nothing switch off. */
const Switch = z.stringbool().default(false);

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  CASQUE_DATA: z.string().min(1).optional(),
  CASQUE_HOST: z.string().min(1).default('127.0.0.1'),
  CASQUE_PORT: z.coerce.number().int().min(0).max(65535).default(8470),
  CASQUE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  CASQUE_SERVER_NAME: z.string().min(1).max(120).default('Casque'),
  CASQUE_ORIGINS: z
    .string()
    .default('app://desk')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    ),
  CASQUE_TRUST_PROXY: z.string().min(1).optional(),
  CASQUE_SESSION_HOURS: z.coerce.number().int().min(1).max(8760).default(168),
  CASQUE_SIGN_IN_ATTEMPTS: z.coerce.number().int().min(1).max(1000).default(10),
  CASQUE_SIGN_IN_WINDOW_SECONDS: z.coerce.number().int().min(1).max(86_400).default(300),
  CASQUE_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes), for example from `openssl rand -hex 32`')
    .optional(),
  CASQUE_TURN_URLS: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((url) => url.trim())
        .filter((url) => url !== ''),
    )
    .pipe(z.array(z.string().regex(/^(stun|turn)s?:[^\s]{1,500}$/, 'must be stun:, turn: or turns: addresses')).max(8))
    .optional(),
  CASQUE_TURN_SECRET: z.string().min(8).max(256).optional(),
  CASQUE_TURN_SECONDS: z.coerce.number().int().min(60).max(604_800).default(43_200),
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
  /** Sign-in attempts for one login from one address, in each window, before the next are refused unread. */
  readonly signInAttempts: number;
  readonly signInWindowSeconds: number;
  /** 32 bytes in hexadecimal; undefined: the key file of the data folder. */
  readonly secretKey: string | undefined;
  /** Undefined: the organisation has no relays, or each line names its own. */
  readonly turn: TurnServers | undefined;
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
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new CodedError('START_CONFIGURATION_INVALID', problems.join('; '));
  }
  const env = parsed.data;
  const { CASQUE_TURN_URLS: turnUrls, CASQUE_TURN_SECRET: turnSecret } = env;
  if ((turnUrls === undefined) !== (turnSecret === undefined)) {
    throw new CodedError('START_CONFIGURATION_INVALID', 'CASQUE_TURN_URLS and CASQUE_TURN_SECRET go together');
  }
  return {
    dataFolder: resolve(env.CASQUE_DATA ?? defaultDataFolder(environment)),
    host: env.CASQUE_HOST,
    port: env.CASQUE_PORT,
    databaseUrl: env.DATABASE_URL,
    logLevel: env.CASQUE_LOG_LEVEL,
    serverName: env.CASQUE_SERVER_NAME,
    origins: env.CASQUE_ORIGINS,
    trustProxy: env.CASQUE_TRUST_PROXY,
    sessionHours: env.CASQUE_SESSION_HOURS,
    signInAttempts: env.CASQUE_SIGN_IN_ATTEMPTS,
    signInWindowSeconds: env.CASQUE_SIGN_IN_WINDOW_SECONDS,
    secretKey: env.CASQUE_SECRET_KEY,
    turn:
      turnUrls === undefined || turnSecret === undefined
        ? undefined
        : { urls: turnUrls, secret: turnSecret, lifetime: env.CASQUE_TURN_SECONDS },
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

/** Root gets a system folder: PostgreSQL runs as another user then, who could not enter root's home. */
function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? homedir(), 'Casque Server');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Casque Server');
  if (process.getuid?.() === 0) return '/var/lib/casque-server';
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'casque-server');
}
