import { Headphones, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DevicesState } from '../../voice/contract/state.ts';
import { useAction, useActions } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useCommand } from '../phone/use-command.ts';
import { useText, type Text } from '../words/use-text.ts';
import { Banner } from './banner.tsx';

type Move = NonNullable<DevicesState['moved']>;

/** How long it can be taken back, ms; longer while the person is at it. */
const shownFor = 10_000;

/** Says that a cable changed what the calls are heard on, and takes it back at one key. */
export default function DeviceBanner({ moved }: { readonly moved: Move }) {
  const text = useText();
  const announce = useAnnounce();
  const command = useCommand();
  const actions = useActions();
  const [over, setOver] = useState(() => Date.now() - Date.parse(moved.at) > shownFor);
  const [attended, setAttended] = useState(false);
  const sentence = words(moved, text);
  const came = moved.reason === 'plugged';
  const undo = (): void => command({ type: 'undoMove' });
  useAction('call.undoDevices', came && !over ? undo : null);

  useEffect(() => {
    if (over || attended) return undefined;
    const timer = setTimeout(() => setOver(true), shownFor);
    return () => clearTimeout(timer);
  }, [over, attended]);
  useEffect(() => {
    if (!over) announce(sentence);
    // Said once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  if (over) return null;
  return (
    <Banner
      label={text('sound.moved')}
      tone="information"
      icon={came ? <Headphones size={15} aria-hidden="true" /> : <Unplug size={15} aria-hidden="true" />}
      sentence={sentence}
      onDismiss={() => setOver(true)}
      onAttend={setAttended}
    >
      {came ? (
        <Button kind="outlined" action="call.undoDevices" onClick={undo}>
          {text('sound.undo')}
        </Button>
      ) : (
        <Button kind="outlined" onClick={() => actions.run('desk.settings')}>
          {text('sound.settings')}
        </Button>
      )}
    </Banner>
  );
}

function words({ reason, device, used }: Move, text: Text): string {
  if (reason === 'plugged') return text('sound.plugged', { device });
  return used === null ? text('sound.unpluggedToSystem', { device }) : text('sound.unplugged', { device, used });
}
