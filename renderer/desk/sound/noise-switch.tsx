import { AudioWaveform } from 'lucide-react';
import { spokenKeys } from '../actions/key-label.ts';
import { useAction } from '../actions/use-action.ts';
import { useKeys, useShownKey } from '../actions/use-keys.ts';
import { Button } from '../design/button.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import styles from './noise-switch.module.css';

/** Takes the noise of the room out of what the other side hears. */
export function NoiseSwitch() {
  const text = useText();
  const phone = usePhone();
  const command = useCommand();
  const keys = useKeys();
  const key = useShownKey()('call.noise');
  const on = phone.snapshot?.devices.noise === 'suppressed';
  const toggle = (): void => command({ type: 'suppressNoise', on: !on });
  useAction('call.noise', toggle);
  const label = text('sound.noise');
  return (
    <Button
      kind="outlined"
      size="icon"
      className={styles.noise}
      aria-label={label}
      aria-pressed={on}
      aria-keyshortcuts={spokenKeys(keys['call.noise'])}
      title={`${text(on ? 'sound.noiseOn' : 'sound.noiseOff')}${key === null ? '' : ` (${key})`}`}
      pending={phone.pending.has('suppressNoise')}
      icon={<AudioWaveform size={16} aria-hidden="true" />}
      onClick={toggle}
    />
  );
}
