import { z } from 'zod';
import { Id, Instant } from '../../../domain/ids.ts';
import { ErrorCodeSchema } from '../../../domain/wire/error-code.ts';
import { TestResult } from './diagnostics.ts';
import { QualityDetails, QualityState } from './quality.ts';
import { ColleagueLine, maximumColleagues, Voicemail, WorkState } from './work-state.ts';
import {
  AccountState,
  AudioRole,
  DevicesState,
  Elsewhere,
  HeadsetState,
  PhoneCall,
  PhoneSnapshot,
  RingWay,
} from './state.ts';

const DialledNumber = z.string().min(1).max(64);
const Reason = z.string().max(40).nullable();

export const TransferTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), number: DialledNumber }),
  z.object({ kind: z.literal('call'), callId: Id }),
]);
export type TransferTarget = z.infer<typeof TransferTarget>;

/** What the desk may ask of the phone. Outcomes are read in the state; the reply says only whether it was taken. */
export const PhoneCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), number: DialledNumber }),
  z.object({ type: z.literal('answer'), callId: Id }),
  z.object({ type: z.literal('reject'), callId: Id }),
  /** Has the calls of the other desk here, or lets them be. */
  z.object({ type: z.literal('takeOver') }),
  z.object({ type: z.literal('leaveElsewhere') }),
  z.object({ type: z.literal('hangUp'), callId: Id }),
  z.object({ type: z.literal('mute'), callId: Id, on: z.boolean() }),
  z.object({ type: z.literal('hold'), callId: Id, on: z.boolean() }),
  z.object({ type: z.literal('dtmf'), callId: Id, digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),
  /** To a number (blind), or to another call of this phone (attended): both are answered then. */
  z.object({ type: z.literal('transfer'), callId: Id, to: TransferTarget }),
  /** Sends a ringing call on; null: to the voicemail of the line. */
  z.object({ type: z.literal('divert'), callId: Id, number: DialledNumber.nullable() }),
  /** Everybody of these two calls hears everybody. */
  z.object({ type: z.literal('conference'), callId: Id, otherCallId: Id }),
  /** The agent stays with this one of the conference; the other waits. */
  z.object({ type: z.literal('splitConference'), callId: Id }),
  z.object({ type: z.literal('chooseDevice'), role: AudioRole, name: z.string().max(256).nullable() }),
  /** Back to what was used before a headset was plugged in; it stays so at this desk. */
  z.object({ type: z.literal('undoMove') }),
  /** Whether the microphone's level is to be told, for a meter on the screen. */
  z.object({ type: z.literal('watchLevel'), on: z.boolean() }),
  z.object({ type: z.literal('setRing'), way: RingWay }),
  z.object({ type: z.literal('suppressNoise'), on: z.boolean() }),
  /** Plays a short sound on the chosen device of this role, to try it. */
  z.object({ type: z.literal('tryDevice'), role: z.enum(['speaker', 'ringer']) }),
  /** Spares a poor network from now on; the whole of it from the next call. Kept with this desk. */
  z.object({ type: z.literal('setLowBandwidth'), on: z.boolean() }),
  /** Asks for the microphone again after it was refused or plugged in. */
  z.object({ type: z.literal('retryMicrophone') }),
  /** Registers again at once instead of at the next try. */
  z.object({ type: z.literal('retryLine') }),
  /** What was measured of this call so far; in the reply. */
  z.object({ type: z.literal('qualityDetails'), callId: Id }),
  /** Asks every STUN and TURN server of the line whether it does what it is there for. */
  z.object({ type: z.literal('checkRelays') }),
  /** How loud the microphone is at its loudest, over some seconds in which somebody should speak. */
  z.object({ type: z.literal('measureMicrophone') }),
  /** Beeps into a call to the echo, in place of the microphone, and measures when they come back; some seconds. */
  z.object({ type: z.literal('measureEcho'), callId: Id }),
  /** The desk has logged this ended call: the phone may forget it. */
  z.object({ type: z.literal('acknowledgeEnded'), callId: Id }),
  /** Out of the queue's reach, for a reason; `minutes`: back by itself then. */
  z.object({ type: z.literal('pause'), reason: Reason, minutes: z.int().min(1).max(600).nullable() }),
  /** Available again: ends a pause, do not disturb and wrap-up. */
  z.object({ type: z.literal('resume') }),
  /** Every call is refused with busy; `until` null: until the agent ends it. */
  z.object({ type: z.literal('doNotDisturb'), until: Instant.nullable() }),
  z.object({ type: z.literal('pauseAfterCall'), on: z.boolean(), reason: Reason }),
  z.object({ type: z.literal('extendWrapUp') }),
  z.object({ type: z.literal('endWrapUp') }),
  z.object({ type: z.literal('signQueue'), queue: z.string().max(40), on: z.boolean() }),
  /** The colleagues' lines that the desk shows, in place of those before. */
  z.object({ type: z.literal('watchColleagues'), numbers: z.array(DialledNumber).max(maximumColleagues) }),
  /** Practice line only: the simulated customer calls. */
  z.object({ type: z.literal('practiceCall') }),
]);
export type PhoneCommand = z.infer<typeof PhoneCommand>;

export const DeskToPhone = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('command'), requestId: z.int().nonnegative(), command: PhoneCommand }),
]);
export type DeskToPhone = z.infer<typeof DeskToPhone>;

export const PhoneToDesk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), snapshot: PhoneSnapshot }),
  /** Whole sections that changed since the last message. */
  z.object({
    type: z.literal('change'),
    account: AccountState.optional(),
    calls: z.array(PhoneCall).optional(),
    devices: DevicesState.optional(),
    headsets: z.array(HeadsetState).optional(),
    lowBandwidth: z.boolean().optional(),
    quality: z.array(QualityState).optional(),
    work: WorkState.optional(),
    colleagues: z.array(ColleagueLine).optional(),
    voicemail: Voicemail.nullable().optional(),
    ring: RingWay.optional(),
    elsewhere: Elsewhere.nullable().optional(),
    heldElsewhere: z.array(Id).nullable().optional(),
  }),
  /** Root mean square of what the microphone picks up, 0 to 1, ten times a second while it is watched. */
  z.object({ type: z.literal('level'), level: z.number().min(0) }),
  z.object({
    type: z.literal('reply'),
    requestId: z.int().nonnegative(),
    error: ErrorCodeSchema.nullable(),
    /** For `call`: the new call. */
    callId: Id.optional(),
    /** For `qualityDetails`. */
    quality: QualityDetails.optional(),
    /** For `checkRelays`, `measureMicrophone` and `measureEcho`. */
    test: TestResult.optional(),
  }),
]);
export type PhoneToDesk = z.infer<typeof PhoneToDesk>;
