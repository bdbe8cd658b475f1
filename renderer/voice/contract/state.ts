import { z } from 'zod';
import { CallDirection, CallOutcome } from '../../../domain/call/call.ts';
import { Id, Instant } from '../../../domain/ids.ts';
import { ErrorCodeSchema } from '../../../domain/wire/error-code.ts';
import { CallHeader, Diversion, maximumCallHeaders, Transfer } from './call-facts.ts';
import { QualityState } from './quality.ts';
import { ColleagueLine, Voicemail, WorkState } from './work-state.ts';

/**
 * The line as the phone knows it from the PBX; never assumed. `registered` means: the PBX answered and our Contact is in
 * its answer. `retrying` says when the next try is due.
 */
export const AccountState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('registering') }),
  z.object({ state: z.literal('registered'), since: Instant }),
  z.object({ state: z.literal('retrying'), code: ErrorCodeSchema, nextTryAt: Instant }),
  /** Needs a person: wrong password, unknown line. */
  z.object({ state: z.literal('failed'), code: ErrorCodeSchema }),
]);
export type AccountState = z.infer<typeof AccountState>;

/**
 * - `ringing`: incoming, not answered. `calling`: outgoing, nothing heard yet. `early`: it rings there, or early media.
 * - `connecting`: answered by us, media not up yet. `active`, `held` (by us). `ended`: kept until the desk acknowledges it.
 */
export const CallPhase = z.enum(['ringing', 'calling', 'early', 'connecting', 'active', 'held', 'ended']);
export type CallPhase = z.infer<typeof CallPhase>;

export const PhoneCall = z.object({
  /** Made by the phone at birth (UUIDv7); also the id of the call's row in the store. */
  id: Id,
  direction: CallDirection,
  phase: CallPhase,
  /** As signalled (user part), null when withheld. */
  number: z.string().max(64).nullable(),
  displayName: z.string().max(120).nullable(),
  queue: z.string().max(80).nullable(),
  /** As the PBX knows the caller, from the header that the administrator named. */
  customerNumber: z.string().max(32).nullable(),
  divertedBy: Diversion.nullable(),
  headers: z.array(CallHeader).max(maximumCallHeaders),
  /** Answered by itself: the PBX asked for it and the administrator allows it. */
  autoAnswered: z.boolean(),
  muted: z.boolean(),
  /** The other party put us on hold. */
  heldByRemote: z.boolean(),
  /** A hold or resume has been asked of the PBX and is not confirmed yet. */
  holdPending: z.boolean(),
  startedAt: Instant,
  answeredAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  outcome: CallOutcome.nullable(),
  /** Why it failed, when there is something that a person can do about it. */
  errorCode: ErrorCodeSchema.nullable(),
  /** DTMF digits sent so far (RFC 4733). */
  digits: z.string().max(128),
  /** The last transfer that was asked of this call; for an ended call, where it went. */
  transfer: Transfer.nullable(),
  /** One of the two calls of the conference, which is mixed on this machine. */
  conference: z.boolean(),
  /** Nobody hears anybody since then: the phone or the network was away, and the call is being had again. */
  reconnectingSince: Instant.nullable(),
  /** The last time that this was so, and for how long (ms). */
  lastGap: z.object({ endedAt: Instant, ms: z.int().nonnegative() }).nullable(),
});
export type PhoneCall = z.infer<typeof PhoneCall>;

export const AudioRole = z.enum(['microphone', 'speaker', 'ringer']);
export type AudioRole = z.infer<typeof AudioRole>;

export const AudioDevice = z.object({ name: z.string(), deviceId: z.string() });
export type AudioDevice = z.infer<typeof AudioDevice>;

/** How an incoming call is heard; it is always to be seen. */
export const RingWay = z.object({
  silent: z.boolean(),
  /** On every output that is plugged in, and not only on the ringer. */
  everywhere: z.boolean(),
});
export type RingWay = z.infer<typeof RingWay>;

/** Devices are chosen by name: ids change between machines and sessions, names do not. Null: the system's default. */
export const DevicesState = z.object({
  inputs: z.array(AudioDevice),
  outputs: z.array(AudioDevice),
  chosen: z.object({
    microphone: z.string().nullable(),
    speaker: z.string().nullable(),
    ringer: z.string().nullable(),
  }),
  /** Chosen but not plugged in: the default stands in. */
  absent: z.array(AudioRole),
  microphone: z.discriminatedUnion('state', [
    z.object({ state: z.literal('ready') }),
    z.object({ state: z.literal('starting') }),
    z.object({ state: z.literal('unavailable'), code: ErrorCodeSchema }),
  ]),
  /** Whether the noise is taken out of what the microphone picks up. */
  noise: z.enum(['kept', 'suppressed']),
  /** In a conversation: the agent speaks but is muted, or the microphone gives nothing. */
  warning: z.enum(['mutedSpeech', 'silentMicrophone']).nullable(),
  /**
   * What calls use was last changed by a cable and not by the agent: `device` came and is used now, or it went and `used` stands
   * in (null: the system's default).
   */
  moved: z
    .object({
      reason: z.enum(['plugged', 'unplugged']),
      device: z.string().max(256),
      used: z.string().max(256).nullable(),
      at: Instant,
    })
    .nullable(),
});
export type DevicesState = z.infer<typeof DevicesState>;

/**
 * A headset whose buttons this phone may use. `ready`: they work. `refused`: the system or another program keeps them. `inUse`:
 * the sound of calls goes to it.
 */
export const HeadsetState = z.object({
  name: z.string().max(120),
  state: z.enum(['opening', 'ready', 'refused']),
  inUse: z.boolean(),
});
export type HeadsetState = z.infer<typeof HeadsetState>;

/** Calls of this agent at another desk, which may have died: the agent may have them here. */
export const Elsewhere = z.object({
  /** What the other desk calls itself. */
  device: z.string().max(120),
  calls: z
    .array(
      z.object({
        id: Id,
        number: z.string().max(64).nullable(),
        displayName: z.string().max(120).nullable(),
        customerNumber: z.string().max(32).nullable(),
        since: Instant,
      }),
    )
    .min(1),
});
export type Elsewhere = z.infer<typeof Elsewhere>;

/** Everything the phone can be asked about. A desk that starts late or again reads this and is right at once. */
export const PhoneSnapshot = z.object({
  mode: z.enum(['line', 'practice', 'none']),
  /** `201`, for the status line; null without a line. */
  lineName: z.string().nullable(),
  /** What is dialled to hear oneself; null when the line has none. */
  echoNumber: z.string().nullable(),
  account: AccountState,
  calls: z.array(PhoneCall),
  devices: DevicesState,
  /** Calls spare a poor network: fewer, smaller packets. */
  lowBandwidth: z.boolean(),
  headsets: z.array(HeadsetState),
  /** Of the calls that were talked in. */
  quality: z.array(QualityState),
  /** Null without an account. */
  work: WorkState.nullable(),
  colleagues: z.array(ColleagueLine),
  /** Null: the PBX tells of no mailbox. */
  voicemail: Voicemail.nullable(),
  ring: RingWay,
  elsewhere: Elsewhere.nullable(),
  /** Calls that another desk of the agent has, whose record is for that one to keep; null: not known yet. */
  heldElsewhere: z.array(Id).nullable(),
});
export type PhoneSnapshot = z.infer<typeof PhoneSnapshot>;
