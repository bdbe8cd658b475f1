import type { CallQuality, NetworkKind, QualityLevel, QualitySide } from '../../../domain/call/quality.ts';
import type { QualityState, QualityWarning } from '../../voice/contract/quality.ts';
import type { Text } from '../words/use-text.ts';

const levelText: Readonly<Record<QualityState['level'], string>> = {
  measuring: 'quality.measuring',
  good: 'quality.good',
  fair: 'quality.fair',
  poor: 'quality.poor',
};

const ourNetwork: Readonly<Record<NetworkKind, string>> = {
  wifi: 'quality.ours.wifi',
  wired: 'quality.ours.wired',
  mobile: 'quality.ours.mobile',
  vpn: 'quality.ours.vpn',
};

const advice: Readonly<Record<NetworkKind, string>> = {
  wifi: 'quality.advice.wifi',
  wired: 'quality.advice.network',
  mobile: 'quality.advice.mobile',
  vpn: 'quality.advice.vpn',
};

const warningText: Readonly<Record<QualityWarning, string>> = {
  delay: 'quality.warning.delay',
  jitter: 'quality.warning.jitter',
  loss: 'quality.warning.loss',
  score: 'quality.warning.score',
};

/** `Bonne qualité` */
export function levelWords(level: QualityState['level'], text: Text): string {
  return text(levelText[level]);
}

/** Whose trouble it is, in two words; null where there is none. */
export function sideWords({ side, network }: Pick<QualityState, 'side' | 'network'>, text: Text): string | null {
  if (side === null) return null;
  if (side === 'theirs') return text('quality.theirs');
  return text(network === null ? 'quality.ours.network' : ourNetwork[network]);
}

/** What is known about it and what can be done. */
export function reasonWords(
  { level, side, network }: Pick<QualityState, 'level' | 'side' | 'network'>,
  text: Text,
): string {
  if (level === 'measuring') return text('quality.reason.measuring');
  if (side === null) return text('quality.reason.good');
  if (side === 'theirs') return text('quality.advice.theirs');
  return text(network === null ? 'quality.advice.network' : advice[network]);
}

export function warningWords(warning: QualityWarning, text: Text): string {
  return text(warningText[warning]);
}

const keptText: Readonly<Record<QualityLevel, string>> = {
  good: 'quality.kept.good',
  fair: 'quality.kept.fair',
  poor: 'quality.kept.poor',
};
const keptSide: Readonly<Record<QualitySide, string>> = {
  ours: 'quality.kept.ours',
  theirs: 'quality.kept.theirs',
};

/** How a call of the past sounded, for whoever reads the timeline: `qualité moyenne (réseau de l’agent)`. */
export function keptWords({ level, side }: Pick<CallQuality, 'level' | 'side'>, text: Text): string {
  const words = text(keptText[level]);
  return side === null ? words : text('quality.kept.because', { quality: words, side: text(keptSide[side]) });
}

/** The figures behind it, in one line. */
export function keptFigures(quality: CallQuality, locale: string, text: Text): string {
  const { mos, roundTripMs, jitterMs, lossIn, lossOut } = quality;
  return [
    text('quality.figure.mos', { value: scoreText(mos, locale) }),
    ...(roundTripMs === null
      ? []
      : [text('quality.figure.roundTrip', { value: millisecondsText(roundTripMs, locale) })]),
    ...(jitterMs === null ? [] : [text('quality.figure.jitter', { value: millisecondsText(jitterMs, locale) })]),
    ...(lossIn === null ? [] : [text('quality.figure.lossIn', { value: shareText(lossIn, locale) })]),
    ...(lossOut === null ? [] : [text('quality.figure.lossOut', { value: shareText(lossOut, locale) })]),
  ].join(' · ');
}

/** `4,3` */
export function scoreText(mos: number, locale: string): string {
  return mos.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** `48 ms` */
export function millisecondsText(value: number, locale: string): string {
  return `${Math.round(value).toLocaleString(locale)}\u00a0ms`;
}

/** `1,2 %` */
export function shareText(share: number, locale: string): string {
  return share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 });
}
