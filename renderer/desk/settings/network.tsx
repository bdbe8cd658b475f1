import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import own from './switch.module.css';
import styles from './settings.module.css';

/** What this desk's network can carry. */
export function Network() {
  const text = useText();
  const command = useCommand();
  const on = usePhone().snapshot?.lowBandwidth;
  if (on === undefined) return null;
  return (
    <section aria-label={text('settings.network')}>
      <h3 className={styles.part}>{text('settings.network')}</h3>
      <label className={own.line}>
        <input
          type="checkbox"
          className={own.box}
          checked={on}
          aria-describedby="low-bandwidth-hint"
          onChange={(event) => command({ type: 'setLowBandwidth', on: event.target.checked })}
        />
        {text('settings.lowBandwidth')}
      </label>
      <p id="low-bandwidth-hint" className={own.hint}>
        {text('settings.lowBandwidthHint')}
      </p>
    </section>
  );
}
