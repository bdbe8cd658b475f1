import { Volume2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AudioDevice, AudioRole, DevicesState } from '../../voice/contract/state.ts';
import { useActions } from '../actions/use-action.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { errorText } from '../words/labels.ts';
import { formatDuration } from '../words/time.ts';
import { useText } from '../words/use-text.ts';
import { HeadsetButtons } from './headset-buttons.tsx';
import { Network } from './network.tsx';
import styles from './settings.module.css';

type Option = { readonly value: string; readonly label: string };

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
        <Sound />
        <HeadsetButtons />
        <Network />
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

/** The devices, by name: what a headset is called is what stays the same from desk to desk. */
function Sound() {
  const text = useText();
  const phone = usePhone();
  const command = useCommand();
  const devices = phone.snapshot?.devices;
  if (devices === undefined) return <p className={styles.hint}>{text('settings.soundWaiting')}</p>;
  const choose = (role: AudioRole) => (value: string) =>
    command({ type: 'chooseDevice', role, name: value === '' ? null : value });
  return (
    <>
      <h3 className={styles.part}>{text('settings.sound')}</h3>
      <Choice
        label={text('settings.microphone')}
        value={devices.chosen.microphone ?? ''}
        options={deviceOptions(devices, 'microphone', text('settings.deviceSystem'))}
        onChange={choose('microphone')}
        hint={absentHint(devices, 'microphone', text)}
      >
        {devices.microphone.state === 'unavailable' ? (
          <Button kind="outlined" onClick={() => command({ type: 'retryMicrophone' })}>
            {text('status.retry')}
          </Button>
        ) : null}
      </Choice>
      <Choice
        label={text('settings.speaker')}
        value={devices.chosen.speaker ?? ''}
        options={deviceOptions(devices, 'speaker', text('settings.deviceSystem'))}
        onChange={choose('speaker')}
        hint={absentHint(devices, 'speaker', text)}
      >
        <Button
          kind="outlined"
          icon={<Volume2 size={14} />}
          aria-label={text('settings.trySpeaker')}
          onClick={() => command({ type: 'tryDevice', role: 'speaker' })}
        >
          {text('settings.try')}
        </Button>
      </Choice>
      <Choice
        label={text('settings.ringer')}
        value={devices.chosen.ringer ?? ''}
        options={deviceOptions(devices, 'ringer', text('settings.deviceSystem'))}
        onChange={choose('ringer')}
        hint={absentHint(devices, 'ringer', text)}
      >
        <Button
          kind="outlined"
          icon={<Volume2 size={14} />}
          aria-label={text('settings.tryRinger')}
          onClick={() => command({ type: 'tryDevice', role: 'ringer' })}
        >
          {text('settings.try')}
        </Button>
      </Choice>
    </>
  );
}

/** The plugged devices, and the chosen one even when it is not plugged in: it comes back with its cable. */
function deviceOptions(devices: DevicesState, role: AudioRole, systemLabel: string): readonly Option[] {
  const plugged: readonly AudioDevice[] = role === 'microphone' ? devices.inputs : devices.outputs;
  const names = new Set(plugged.map((device) => device.name));
  const chosen = devices.chosen[role];
  if (chosen !== null) names.add(chosen);
  return [{ value: '', label: systemLabel }, ...[...names].map((name) => ({ value: name, label: name }))];
}

function absentHint(devices: DevicesState, role: AudioRole, text: ReturnType<typeof useText>): string | null {
  if (role === 'microphone' && devices.microphone.state === 'unavailable') {
    return errorText(devices.microphone.code, text);
  }
  return devices.absent.includes(role) ? text('settings.deviceAbsent') : null;
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly hint?: string | null;
  readonly children?: ReactNode;
};

function Choice({ label, value, options, onChange, hint, children }: ChoiceProps) {
  return (
    <div className={styles.choice}>
      <label className={styles.line}>
        <span className={styles.label}>{label}</span>
        <select className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </label>
      {children}
      {hint == null ? null : <p className={styles.hint}>{hint}</p>}
    </div>
  );
}
