import { useServices } from '../data/services.ts';
import { useText } from '../words/use-text.ts';
import own from './switch.module.css';
import styles from './settings.module.css';

/** Whether the program is started again by itself when it dies. */
export function StartAgain() {
  const text = useText();
  const { settings, changeSettings, start } = useServices();
  if (start.platform === 'win32') return null;
  return (
    <section aria-label={text('settings.safety')}>
      <h3 className={styles.part}>{text('settings.safety')}</h3>
      <label className={own.line}>
        <input
          type="checkbox"
          className={own.box}
          checked={settings.startAgain}
          aria-describedby="start-again-hint"
          onChange={(event) => changeSettings({ startAgain: event.target.checked })}
        />
        {text('settings.startAgain')}
      </label>
      <p id="start-again-hint" className={own.hint}>
        {text('settings.startAgainHint')}
      </p>
    </section>
  );
}
