import { Headphones } from 'lucide-react';
import type { HeadsetState } from '../../voice/contract/state.ts';
import { useActions } from '../actions/use-action.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { usePhone } from '../phone/use-phone.ts';
import { useText } from '../words/use-text.ts';
import own from './headset-buttons.module.css';
import styles from './settings.module.css';

const stateText: Readonly<Record<HeadsetState['state'], string>> = {
  opening: 'headset.state.opening',
  ready: 'headset.state.ready',
  refused: 'headset.state.refused',
};

/** The headsets whose buttons work the calls. They are connected once; each comes back by itself. */
export function HeadsetButtons() {
  const text = useText();
  const actions = useActions();
  const say = useSay();
  const { bridge, settings, start } = useServices();
  const headsets = usePhone().snapshot?.headsets ?? [];
  const known = settings.headsets.length > 0;
  const refused = headsets.some(({ state }) => state === 'refused');
  const forget = (): void => {
    bridge.request('desk:headsets', 'forget').catch(() => say.error('SHELL_FAILED'));
  };
  return (
    <section aria-label={text('headset.title')}>
      <h3 className={styles.part}>{text('headset.title')}</h3>
      {headsets.length === 0 ? (
        <p className={own.hint}>{text(known ? 'headset.notPlugged' : 'headset.hint')}</p>
      ) : (
        <ul className={own.headsets}>
          {headsets.map(({ name, state, inUse }, index) => (
            <li key={`${name} ${index}`} className={own.headset}>
              <Headphones size={15} aria-hidden="true" />
              <span className={own.name}>{name}</span>
              {inUse ? <span className={own.inUse}>{text('headset.inUse')}</span> : null}
              <span className={own.state} data-state={state}>
                {text(stateText[state])}
              </span>
            </li>
          ))}
        </ul>
      )}
      {refused ? (
        <p className={own.trouble} role="status">
          {text(start.platform === 'linux' ? 'headset.refusedLinux' : 'headset.refusedHint')}
        </p>
      ) : null}
      <div className={own.buttons}>
        <Button kind="outlined" onClick={() => actions.run('desk.headset')}>
          {text('headset.connect')}
        </Button>
        {known ? <Button onClick={forget}>{text('headset.forget')}</Button> : null}
      </div>
    </section>
  );
}
