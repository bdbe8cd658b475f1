import type { ErrorCode } from '../../../domain/errors.ts';
import type { Id, Instant } from '../../../domain/ids.ts';
import type { CallHeader, Diversion } from '../contract/call-facts.ts';
import type { PhoneCall } from '../contract/state.ts';
import type { ConferenceEffect, ConferenceEvent } from './conference.ts';
import type { ResumeEvent } from '../resume/resume-steps.ts';
import type { ResumeEffect } from '../resume/resumptions.ts';
import type { TransferEffect, TransferEvent } from './transfer.ts';

/** A call as the phone keeps it: what the desk sees, and what only the phone needs. */
export type CallRecord = Readonly<PhoneCall> & Readonly<PhoneOnly>;

type PhoneOnly = {
  /** What the agent asked last; the PBX may be behind (`holdPending`). */
  wantsHold: boolean;
  /** The other side sends sound before it answers (a 18x with SDP): no ringback of ours then. */
  earlyMedia: boolean;
  /** Its dialog died with the phone before: nothing can be asked of the PBX until it is had again. */
  resuming: boolean;
};

/** Every call of this phone, oldest first. Serialisable. */
export type CallsState = { readonly calls: readonly CallRecord[] };

export const noCalls: CallsState = { calls: [] };

/** Calls that are not ended, whatever their phase. */
export const maximumLiveCalls = 4;

/** Ended calls that wait for the desk; the oldest is forgotten first. */
export const maximumEndedCalls = 50;

/** Longest `digits` of the contract. */
export const maximumDigits = 128;

/** Who calls, as far as the signalling tells. */
export type CallerIdentity = {
  /** User part as signalled, null when withheld. */
  readonly number: string | null;
  readonly displayName: string | null;
  readonly queue: string | null;
  readonly customerNumber: string | null;
  readonly divertedBy: Diversion | null;
  readonly headers: CallHeader[];
};

/** Why a call ended that this phone did not end itself, in terms that no longer know SIP. */
export type EndCause =
  | 'hung-up'
  | 'cancelled'
  | 'answered-elsewhere'
  | 'busy'
  | 'no-answer'
  | 'rejected'
  | 'number-unknown'
  | 'refused'
  | 'media-failed'
  | 'connection-lost'
  /** The PBX does not know that dialog (481). */
  | 'gone'
  /** It could not be had again after the phone was away. */
  | 'lost';

export type CallEvent =
  // from the line
  /** `refused`: why the phone refuses it by itself. */
  | {
      readonly type: 'incoming';
      readonly id: Id;
      readonly at: Instant;
      readonly caller: CallerIdentity;
      readonly refused?: ErrorCode;
    }
  | { readonly type: 'progress'; readonly id: Id; readonly media: boolean }
  | { readonly type: 'accepted'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'mediaUp'; readonly id: Id }
  /** An answered call has no path for its sound, or has one (again); `mediaMissing`: it has had none since its answer. */
  | { readonly type: 'mediaMissing'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'mediaLost'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'mediaBack'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'holdDone'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'holdFailed'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'remoteHold'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'ended'; readonly id: Id; readonly at: Instant; readonly cause: EndCause }
  /** Another desk of the agent has it now: it is not over, and not ours any more. */
  | { readonly type: 'movedAway'; readonly id: Id }
  // from the agent
  | { readonly type: 'dialAsked'; readonly id: Id; readonly at: Instant; readonly number: string }
  /** `microphone`: why there is none, null when there is one. `automatic`: not the agent, but the PBX asks for it. */
  | {
      readonly type: 'answerAsked';
      readonly id: Id;
      readonly microphone: ErrorCode | null;
      readonly automatic?: boolean;
    }
  | { readonly type: 'rejectAsked'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'divertAsked'; readonly id: Id; readonly at: Instant; readonly number: string }
  | { readonly type: 'hangUpAsked'; readonly id: Id; readonly at: Instant }
  | { readonly type: 'muteAsked'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'holdAsked'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'dtmfAsked'; readonly id: Id; readonly digits: string }
  | { readonly type: 'acknowledged'; readonly id: Id }
  | TransferEvent
  | ConferenceEvent
  | ResumeEvent
  /** The account is gone: nobody is left to acknowledge. */
  | { readonly type: 'forgotten' };

/** What the line is to do. Effects of one event run in order. */
export type CallEffect =
  | { readonly type: 'dial'; readonly id: Id; readonly number: string }
  | { readonly type: 'answer'; readonly id: Id }
  /** Declines a ringing call (486): the queue tries somebody else. */
  | { readonly type: 'decline'; readonly id: Id }
  /** Sends a ringing call on to this number (302, RFC 3261 §21.3.3). */
  | { readonly type: 'divert'; readonly id: Id; readonly number: string }
  | { readonly type: 'hangUp'; readonly id: Id }
  | { readonly type: 'setMuted'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'setHold'; readonly id: Id; readonly on: boolean }
  | { readonly type: 'sendDtmf'; readonly id: Id; readonly digits: string }
  | TransferEffect
  | ConferenceEffect
  | ResumeEffect
  /** The busy tone, for some seconds, on the headset. */
  | { readonly type: 'busyTone' }
  /** Says to the headset that a call has been answered by itself. */
  | { readonly type: 'autoAnswerTone' };

export function isLive(call: Pick<PhoneCall, 'phase'>): boolean {
  return call.phase !== 'ended';
}

/** The desk's view: the same without what only the phone needs. */
export function publicCall(record: CallRecord): PhoneCall {
  const call: PhoneCall & Partial<PhoneOnly> = { ...record };
  delete call.wantsHold;
  delete call.earlyMedia;
  delete call.resuming;
  return call;
}
