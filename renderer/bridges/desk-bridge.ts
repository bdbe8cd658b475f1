import { z } from 'zod';
import { SessionInfo } from '../../domain/wire/session.ts';
import { Id } from '../../domain/ids.ts';
import { ErrorCodeSchema } from '../../domain/wire/error-code.ts';
import { OidcAnswer } from '../../domain/wire/oidc.ts';
import { PrivateDeviceKey } from '../../domain/wire/proof.ts';
import { Incident, StoreIncident } from '../../domain/wire/incident.ts';
import { JournalAnswer, JournalRequest } from '../../domain/wire/outbox-journal.ts';
import { RingingCaller } from './phone-status.ts';
import { DiagnosticsReport } from './diagnostics.ts';
import { UpdateState, WorkInHand } from './update.ts';
import { GlobalAction, Settings, SettingsChange } from './settings.ts';

/**
 * A signed-in session as the shell keeps it (safeStorage). `kept` is false when this machine has no keyring: then it lives in
 * memory and is gone at the next start.
 */
export const StoredSession = z.object({
  serverUrl: z.url(),
  token: z.string().min(32).max(256),
  /** Of this machine, which the session is bound to; absent: it is bound to none. */
  key: PrivateDeviceKey.optional(),
  /** The store's identity at the server for this account on this machine. */
  clientId: Id,
  info: SessionInfo,
});
export type StoredSession = z.infer<typeof StoredSession>;

export const DeskStart = z.object({
  settings: Settings,
  /** BCP 47 tag of the system. */
  systemLanguage: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  appVersion: z.string(),
  /** Null: nobody is signed in, or the secret could not be kept (see `notices`). */
  session: StoredSession.nullable(),
  /** The practice line is on: no PBX is used. */
  practice: z.boolean(),
  /** Prefilled sign-in for `npm start`; never from a package without the practice switch. */
  practiceSignIn: z.object({ login: z.string(), password: z.string() }).nullable(),
  /** What the person should know about this start, by code: SHELL_SECRETS_NOT_KEPT, SHELL_SETTINGS_MALFORMED, ... */
  notices: z.array(ErrorCodeSchema),
});
export type DeskStart = z.infer<typeof DeskStart>;

/** State of the phone's process as the shell sees it. */
export const PhoneProcess = z.enum(['running', 'restarting']);
export type PhoneProcess = z.infer<typeof PhoneProcess>;

export const LogLine = z.object({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  /** Coded error or event name. */
  event: z.string().max(80),
  detail: z.string().max(2000).optional(),
});
export type LogLine = z.infer<typeof LogLine>;

/**
 * Requests of the desk to the shell: channel -> schemas of argument and result. The preload exposes them as
 * `window.casque.request(channel, argument)`; the shell checks the sender and parses both ways.
 */
export const deskRequests = {
  'desk:start': { argument: z.null(), result: DeskStart },
  /** The agent sees the desk and can type: what the desk does not need may start now. */
  'desk:usable': { argument: z.null(), result: z.null() },
  'desk:settings': { argument: SettingsChange, result: Settings },
  /** Keeps the session and gives the line to the phone. False: it could not be kept beyond this run. */
  'desk:session-save': { argument: StoredSession, result: z.object({ kept: z.boolean() }) },
  /** Signs in at the identity provider of this server, in the system's browser. Null: it was stopped, or nobody came back. */
  'desk:browser-sign-in': { argument: z.url({ protocol: /^https?$/ }), result: OidcAnswer.nullable() },
  'desk:browser-sign-in-stop': { argument: z.null(), result: z.null() },
  'desk:session-clear': { argument: z.null(), result: z.null() },
  'desk:log': { argument: LogLine, result: z.null() },
  /** Who calls, as the desk knows them, for what the system shows of a ringing call. */
  'desk:caller': { argument: RingingCaller, result: z.null() },
  /**
   * `connect`: lets the phone use the buttons of every headset that is plugged in, now and later; answers how many there are.
   * `forget`: of none any more.
   */
  'desk:headsets': { argument: z.enum(['connect', 'forget']), result: z.object({ found: z.int().nonnegative() }) },
  /** The global keys that the system did not give, because it or another program has them. */
  'desk:refused-keys': { argument: z.null(), result: z.array(GlobalAction) },
  /** What is in the clipboard, as text; asked for on the person's command only. */
  'desk:clipboard': { argument: z.null(), result: z.string().max(4000) },
  /** Makes an archive of what was found, with versions and logs, and asks the person where to put it. False: they would not. */
  'desk:diagnostics-save': { argument: DiagnosticsReport, result: z.object({ saved: z.boolean() }) },
  /** The outbox's second place (electron/outbox). */
  'desk:outbox-journal': { argument: JournalRequest, result: JournalAnswer },
  /** Something happened to this agent's data or to the way to the server. */
  'desk:incident': { argument: StoreIncident, result: z.null() },
  /** What happened on this desk, the newest last. */
  'desk:incidents': { argument: z.null(), result: z.array(Incident) },
  /** What an update has to wait for, told with every change. */
  'desk:in-hand': { argument: WorkInHand, result: z.null() },
  'desk:update': { argument: z.null(), result: UpdateState },
  /** Restarts the program with the newer version. False: not now, or it could not be put in place. */
  'desk:update-install': { argument: z.null(), result: z.object({ begun: z.boolean() }) },
  /**
   * Deletes the desk's databases, which the browser engine cannot open any more, and loads the desk again. The outboxes' journals
   * stay: what they hold is queued again.
   */
  'desk:drop-databases': { argument: z.null(), result: z.null() },
  'desk:title': { argument: z.string().max(120), result: z.null() },
} as const;
export type DeskRequests = typeof deskRequests;
export type DeskChannel = keyof DeskRequests;

/** Events from the shell to the desk. The port to the phone arrives apart, by `window.postMessage` ({ casque: 'phone-port' }, [port]). */
export const deskEvents = {
  'desk:phone-process': PhoneProcess,
  'desk:settings-changed': Settings,
  /** A `tel:`/`sip:` link or a second start: confirm before dialling. */
  'desk:dial': z.string().max(256),
  /** A newer version is here, or what it waits for is another. */
  'desk:update': UpdateState,
  /** Something has just happened, whoever told it. */
  'desk:incident': Incident,
  /** A global key was pressed. */
  'desk:global-key': GlobalAction,
} as const;
export type DeskEvents = typeof deskEvents;
export type DeskEvent = keyof DeskEvents;

export type DeskBridge = {
  request<C extends DeskChannel>(
    channel: C,
    argument: z.input<DeskRequests[C]['argument']>,
  ): Promise<z.output<DeskRequests[C]['result']>>;
  /** Returns how to stop listening. */
  on<E extends DeskEvent>(event: E, listener: (value: z.output<DeskEvents[E]>) => void): () => void;
};
