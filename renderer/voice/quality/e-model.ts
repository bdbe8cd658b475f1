/** What one direction of a call suffers. */
export type Impairment = {
  /** From mouth to ear, in milliseconds. */
  readonly delayMs: number;
  /** Share of packets lost, 0 to 1. */
  readonly loss: number;
};

/** G.711 with concealment of lost packets (ITU-T G.113, appendix I); Opus is not worse. */
const lossRobustness = 25.1;

/** Mean opinion score, 1 to 4.5: the E-model (ITU-T G.107) with its defaults for all that is not known. An estimate. */
export function estimateScore({ delayMs, loss }: Impairment): number {
  const late = delayMs - 177.3;
  const delayImpairment = 0.024 * delayMs + (late > 0 ? 0.11 * late : 0);
  const percent = Math.min(1, Math.max(0, loss)) * 100;
  const lossImpairment = (95 * percent) / (percent + lossRobustness);
  const rating = 93.2 - delayImpairment - lossImpairment;
  if (rating <= 0) return 1;
  return Math.max(1, 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating));
}
