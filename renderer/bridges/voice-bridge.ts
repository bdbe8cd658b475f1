import { z } from 'zod';
import { TeamWork } from '../../domain/agent/work.ts';
import { Line } from '../../domain/wire/provisioning.ts';
import { Id, Instant } from '../../domain/ids.ts';
import { PhoneIncident } from '../../domain/wire/incident.ts';
import { LogLine } from './desk-bridge.ts';
import { PhoneStatus } from './phone-status.ts';

/** What the phone is to be: a real line, the practice line, or nothing (nobody signed in, or an agent without a line). */
export const VoiceAccount = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('line'),
    line: Line,
    /** Stable per installation and account, or old bindings ring as ghosts (RFC 5626 §4.1). */
    instanceId: z.uuid(),
    agentId: Id,
    work: TeamWork,
  }),
  z.object({
    mode: z.literal('practice'),
    agentId: Id,
    country: z.string().length(2),
    /** A customer calls by herself soon after the line is up, or only when the agent asks for it. */
    customerCalls: z.boolean(),
    work: TeamWork,
  }),
  z.object({ mode: z.literal('none') }),
]);
export type VoiceAccount = z.infer<typeof VoiceAccount>;

/** What the phone before has left: the text that it kept last (null: nothing), and when it was last known to be alive. */
export const KeptLedger = z.object({ text: z.string().nullable(), aliveAt: Instant.nullable() });
export type KeptLedger = z.infer<typeof KeptLedger>;

/** The same of another desk of this agent: what that desk is called, and what it keeps or has left. */
export const CallsElsewhere = z.object({ device: z.string(), ledger: KeptLedger }).nullable();
export type CallsElsewhere = z.infer<typeof CallsElsewhere>;

/** Characters: four calls with all that a PBX may say about them are a tenth of this. */
const longestLedger = 100_000;

export const voiceRequests = {
  'voice:account': { argument: z.null(), result: VoiceAccount },
  /** Whether this machine refuses the certificate of one of the line's servers: a WebSocket that failed does not say why. */
  'voice:certificate': { argument: z.object({ url: z.url() }), result: z.object({ refused: z.boolean() }) },
  /**
   * Whether the port of one of the line's servers takes a connection at this moment. A page's own tries are slowed down by Chromium. If it
   * does, the page's next connection asks anew where the server's name leads.
   */
  'voice:reachable': { argument: z.object({ url: z.url() }), result: z.object({ reachable: z.boolean() }) },
  /** The next connection asks anew where its server's name leads, which Chromium remembers for as long as the name service allows. */
  'voice:forget-addresses': { argument: z.null(), result: z.null() },
  /** Told with every change: flash, notification, tray and badge follow from it. */
  'voice:status': { argument: PhoneStatus, result: z.null() },
  /** Something happened to the line, a call or the microphone. */
  'voice:incident': { argument: PhoneIncident, result: z.null() },
  /** Of the calls that are up, for a phone that died with them. */
  'voice:ledger': { argument: z.null(), result: KeptLedger },
  /** On the disk when this resolves. */
  'voice:ledger-keep': { argument: z.object({ text: z.string().max(longestLedger).nullable() }), result: z.null() },
  /** Resolves when the server has what was kept last, for the agent's other desks, or cannot be told. */
  'voice:ledger-carried': { argument: z.null(), result: z.null() },
  /** The calls of the ledger live still. */
  'voice:ledger-beat': { argument: z.null(), result: z.null() },
  /** What the page has put into its storage is handed to the disk now, and not when Chromium finds the time: all may die at once. */
  'voice:storage-keep': { argument: z.null(), result: z.null() },
  /** The agent's calls at another desk, which may have died with them; null: none are known. */
  'voice:calls-elsewhere': { argument: z.null(), result: CallsElsewhere },
  'voice:log': { argument: LogLine, result: z.null() },
} as const;
export type VoiceRequests = typeof voiceRequests;
export type VoiceChannel = keyof VoiceRequests;

export const voiceEvents = {
  'voice:account-changed': VoiceAccount,
  /** The machine woke up: check the line at once. */
  'voice:resumed': z.null(),
  /** The machine has other addresses than before. `addressGone`: one of them is no longer there, and what goes over it is dead. */
  'voice:network-changed': z.object({ addressGone: z.boolean() }),
  /** From a notification or the tray: what is to become of this ringing call. */
  'voice:answer': Id,
  'voice:reject': Id,
  /** The person let the phone use other headsets than before. */
  'voice:headsets-changed': z.null(),
} as const;
export type VoiceEvents = typeof voiceEvents;
export type VoiceEvent = keyof VoiceEvents;

export type VoiceBridge = {
  request<C extends VoiceChannel>(
    channel: C,
    argument: z.input<VoiceRequests[C]['argument']>,
  ): Promise<z.output<VoiceRequests[C]['result']>>;
  on<E extends VoiceEvent>(event: E, listener: (value: z.output<VoiceEvents[E]>) => void): () => void;
};
