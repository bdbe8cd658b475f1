import { AudioLines, Volume2 } from 'lucide-react';
import type { AudioDevice, AudioRole, DevicesState } from '../../voice/contract/state.ts';
import { Button } from '../design/button.tsx';
import { isLive } from '../phone/phone-view.ts';
import { useCommand } from '../phone/use-command.ts';
import { usePhone } from '../phone/use-phone.ts';
import { LevelMeter } from '../sound/microphone-level.tsx';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import { Choice, type Option } from './choice.tsx';
import styles from './settings.module.css';

/** The devices, by name: what a headset is called is what stays the same from desk to desk. */
export function Sound({ onClose }: { readonly onClose: () => void }) {
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
      <LevelMeter />
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
      <Ring />
      <TestCall onClose={onClose} />
    </>
  );
}

/** How an incoming call is heard. */
function Ring() {
  const text = useText();
  const phone = usePhone();
  const command = useCommand();
  const way = phone.snapshot?.ring;
  if (way === undefined) return null;
  return (
    <Choice
      label={text('settings.ring')}
      value={way.silent ? 'silent' : way.everywhere ? 'everywhere' : 'usual'}
      options={[
        { value: 'usual', label: text('settings.ringUsual') },
        { value: 'everywhere', label: text('settings.ringEverywhere') },
        { value: 'silent', label: text('settings.ringSilent') },
      ]}
      onChange={(value) =>
        command({ type: 'setRing', way: { silent: value === 'silent', everywhere: value === 'everywhere' } })
      }
    />
  );
}

/** A call to the exchange's echo, where the line has one. */
function TestCall({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const phone = usePhone();
  const command = useCommand();
  const number = phone.snapshot?.echoNumber ?? null;
  if (number === null) return null;
  const free = phone.snapshot?.account.state === 'registered' && phone.snapshot.calls.every((call) => !isLive(call));
  return (
    <div className={styles.choice}>
      <p className={styles.line}>
        <span className={styles.label}>{text('settings.testCall')}</span>
        <span className={styles.explanation}>{text('settings.testCallHint')}</span>
      </p>
      <Button
        kind="outlined"
        icon={<AudioLines size={14} />}
        aria-label={text('settings.testCall')}
        disabled={!free}
        onClick={() => {
          onClose();
          command({ type: 'call', number });
        }}
      >
        {text('settings.testCallStart')}
      </Button>
    </div>
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
