import { z } from 'zod';
import { CallQuality, NetworkKind, QualityLevel, QualitySide } from '../../../domain/call/quality.ts';
import { Id } from '../../../domain/ids.ts';

/** What is beyond its limit: round trip over 400 ms, jitter over 30 ms, loss over 3 %, an estimated MOS under 3.5. */
export const QualityWarning = z.enum(['delay', 'jitter', 'loss', 'score']);
export type QualityWarning = z.infer<typeof QualityWarning>;

/** How a call sounds now; told when it changes. */
export const QualityState = z.object({
  callId: Id,
  /** `measuring`: there are not enough seconds yet to say anything. */
  level: z.enum(['measuring', ...QualityLevel.options]),
  warnings: z.array(QualityWarning),
  /** Null: there is no trouble. */
  side: QualitySide.nullable(),
  network: NetworkKind.nullable(),
  /** Through a TURN server. */
  relayed: z.boolean(),
  /** Of an ended call that was measured. */
  summary: CallQuality.nullable(),
});
export type QualityState = z.infer<typeof QualityState>;

const Figure = z.number().nullable();

/** What was measured at one moment of a call, or the mean of some seconds; null: not known. */
export const QualityPoint = z.object({
  /** Seconds since the first measurement. */
  second: z.number(),
  mos: Figure,
  roundTripMs: Figure,
  /** Of what comes in, and of what the other side says about ours. */
  jitterInMs: Figure,
  jitterOutMs: Figure,
  lossIn: Figure,
  lossOut: Figure,
});
export type QualityPoint = z.infer<typeof QualityPoint>;

export const maximumPoints = 600;

/** Asked for while somebody looks. */
export const QualityDetails = z.object({
  /** The last second; null before the first. */
  now: QualityPoint.nullable(),
  /** Oldest first. A long call has a point for every few seconds. */
  points: z.array(QualityPoint).max(maximumPoints),
});
export type QualityDetails = z.infer<typeof QualityDetails>;
