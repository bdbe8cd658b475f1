import { useEffect, useRef } from 'react';
import { useServices } from '../data/services.ts';
import { useText } from '../words/use-text.ts';
import { loudnessOf } from './loudness.ts';
import styles from './level.module.css';

/** Five small bars beside the microphone's button. What they would tell in words, a banner tells when it matters. */
export function MicrophoneLevel({ quiet }: { readonly quiet: boolean }) {
  const { phone } = useServices();
  const bars = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (level: number): void => bars.current?.style.setProperty('--level', loudnessOf(level).toFixed(2));
    show(0);
    return quiet ? undefined : phone.watchLevel(show);
  }, [phone, quiet]);
  return <span ref={bars} className={styles.bars} data-quiet={quiet ? '' : undefined} aria-hidden="true" />;
}

/** The same as a line of the settings, which a screen reader can ask. */
export function LevelMeter() {
  const text = useText();
  const { phone } = useServices();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      phone.watchLevel((level) => {
        const loudness = loudnessOf(level);
        meter.current?.style.setProperty('--level', loudness.toFixed(2));
        meter.current?.setAttribute('aria-valuenow', String(Math.round(loudness * 100)));
      }),
    [phone],
  );
  return (
    <div
      ref={meter}
      className={styles.meter}
      role="meter"
      aria-label={text('sound.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}
