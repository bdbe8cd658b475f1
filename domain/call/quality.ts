import { z } from 'zod';

export const QualityLevel = z.enum(['good', 'fair', 'poor']);
export type QualityLevel = z.infer<typeof QualityLevel>;

/** Where the trouble is: between this machine and the PBX, or beyond it. */
export const QualitySide = z.enum(['ours', 'theirs']);
export type QualitySide = z.infer<typeof QualitySide>;

/** What this machine reached the PBX by, as far as the browser tells. */
export const NetworkKind = z.enum(['wifi', 'wired', 'mobile', 'vpn']);
export type NetworkKind = z.infer<typeof NetworkKind>;

const Share = z.number().min(0).max(1);
const Milliseconds = z.number().min(0).max(60_000);

/** How a whole call sounded, by what the phone measured while both could talk; an estimate, no opinion of a listener. */
export const CallQuality = z.object({
  level: QualityLevel,
  /** Mean opinion score, 1 to 4.5, estimated by the E-model (ITU-T G.107). */
  mos: z.number().min(1).max(5),
  /** Means, in milliseconds; null where nothing was reported. */
  roundTripMs: Milliseconds.nullable(),
  jitterMs: Milliseconds.nullable(),
  /** Shares of packets that were lost on the way to us and on the way from us. */
  lossIn: Share.nullable(),
  lossOut: Share.nullable(),
  /** Null: there was no trouble. */
  side: QualitySide.nullable(),
  network: NetworkKind.nullable(),
  /** Seconds that were measured. */
  seconds: z.int().min(0).max(86_400),
});
export type CallQuality = z.infer<typeof CallQuality>;
