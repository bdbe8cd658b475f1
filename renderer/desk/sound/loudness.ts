/** What a meter shows nothing of, dBFS: a quiet room. */
const floor = -56;
/** What fills it: louder than anybody speaks into a headset. */
const ceiling = -8;

/** How loud it is for an ear, 0 to 1. @param level root mean square, 0 to 1 */
export function loudnessOf(level: number): number {
  if (level <= 0) return 0;
  const decibels = 20 * Math.log10(level);
  return Math.min(1, Math.max(0, (decibels - floor) / (ceiling - floor)));
}
