import { useActions } from '../actions/use-action.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { formatDuration } from '../words/time.ts';
import { useText } from '../words/use-text.ts';
import { Choice, type Option } from './choice.tsx';
import { HeadsetButtons } from './headset-buttons.tsx';
import { Network } from './network.tsx';
import { Password } from './password.tsx';
import styles from './settings.module.css';
import { Sessions } from './sessions.tsx';
import { Sound } from './sound.tsx';
import { StartAgain } from './start-again.tsx';

/** Language, looks and sound of this desk. Every change holds at once. */
export default function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const actions = useActions();
  const { settings, changeSettings, start } = useServices();
  return (
    <Dialog title={text('settings.title')} size="medium" onClose={onClose}>
      <div className={styles.body}>
        <h3 className={styles.part}>{text('settings.looks')}</h3>
        <Choice
          label={text('settings.language')}
          value={settings.language}
          options={[
            { value: 'system', label: text('settings.languageSystem') },
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(value) => changeSettings({ language: value as typeof settings.language })}
        />
        <Choice
          label={text('settings.theme')}
          value={settings.theme}
          options={[
            { value: 'system', label: text('settings.themeSystem') },
            { value: 'light', label: text('settings.themeLight') },
            { value: 'dark', label: text('settings.themeDark') },
          ]}
          onChange={(value) => changeSettings({ theme: value as typeof settings.theme })}
        />
        <Choice
          label={text('settings.density')}
          value={settings.density}
          options={[
            { value: 'dense', label: text('settings.dense') },
            { value: 'comfortable', label: text('settings.comfortable') },
          ]}
          onChange={(value) => changeSettings({ density: value as typeof settings.density })}
        />
        <HoldTimes />
        <Sound onClose={onClose} />
        <HeadsetButtons />
        <Network />
        <StartAgain />
        <Password onClose={onClose} />
        <Sessions />
        <h3 className={styles.part}>{text('settings.help')}</h3>
        <Button
          kind="outlined"
          onClick={() => {
            onClose();
            actions.run('desk.diagnostics');
          }}
        >
          {text('settings.diagnostics')}
        </Button>
        <h3 className={styles.part}>{text('settings.keys')}</h3>
        <Button
          kind="outlined"
          action="desk.keys"
          onClick={() => {
            onClose();
            actions.run('desk.keys');
          }}
        >
          {text('settings.keysChange')}
        </Button>
      </div>
      <div className={styles.foot}>
        <span className={styles.version}>Casque {start.appVersion}</span>
        <Button
          kind="outlined"
          onClick={() => {
            onClose();
            actions.run('desk.signOut');
          }}
        >
          {text('action.desk.signOut')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Seconds, with the one that is chosen even when it is none of these. */
const warnings = [30, 60, 90, 120, 180];
const reminders = [30, 45, 60, 120];

/** When the desk reminds of a caller who waits. */
function HoldTimes() {
  const text = useText();
  const { settings, changeSettings } = useServices();
  const options = (offered: readonly number[], chosen: number): readonly Option[] =>
    [...new Set([...offered, chosen])]
      .sort((a, b) => a - b)
      .map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }));
  return (
    <>
      <h3 className={styles.part}>{text('settings.hold')}</h3>
      <Choice
        label={text('settings.holdWarning')}
        value={String(settings.holdWarning)}
        options={options(warnings, settings.holdWarning)}
        onChange={(value) => changeSettings({ holdWarning: Number(value) })}
      />
      <Choice
        label={text('settings.holdReminder')}
        value={String(settings.holdReminder)}
        options={options(reminders, settings.holdReminder)}
        onChange={(value) => changeSettings({ holdReminder: Number(value) })}
      />
    </>
  );
}
