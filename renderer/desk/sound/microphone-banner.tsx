import { MicOff, VolumeX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DevicesState, PhoneCall } from '../../voice/contract/state.ts';
import { useActions } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useAnnounce } from '../notices/announcer.tsx';
import { useText } from '../words/use-text.ts';
import { Banner } from './banner.tsx';

type Warning = DevicesState['warning'];

export type MicrophoneBannerProps = {
  /** The conversation. */
  readonly call: PhoneCall;
  readonly warning: Warning;
};

/** Says that the other side hears nothing of the agent: it is muted and they speak, or the microphone gives nothing. */
export default function MicrophoneBanner({ call, warning }: MicrophoneBannerProps) {
  const text = useText();
  const announce = useAnnounce();
  const actions = useActions();
  /** Not said again: a muted agent who talks to a colleague knows; until they mute the next time. */
  const [dismissed, setDismissed] = useState<{ readonly warning: Warning; readonly of: string } | null>(null);
  const of = `${call.id} ${call.muted}`;
  const shown = dismissed?.of === of && dismissed.warning === warning ? null : warning;
  const sentence = shown === null ? '' : text(shown === 'mutedSpeech' ? 'sound.mutedSpeech' : 'sound.silent');
  useEffect(() => {
    if (sentence !== '') announce(sentence, 'assertive');
  }, [announce, sentence]);
  if (shown === null) return null;
  const muted = shown === 'mutedSpeech';
  return (
    <Banner
      label={text('sound.microphone')}
      tone="warning"
      icon={muted ? <MicOff size={15} aria-hidden="true" /> : <VolumeX size={15} aria-hidden="true" />}
      sentence={sentence}
      onDismiss={() => setDismissed({ warning: shown, of })}
    >
      {muted ? (
        <Button kind="outlined" action="call.mute" onClick={() => actions.run('call.mute')}>
          {text('sound.unmute')}
        </Button>
      ) : (
        <Button kind="outlined" onClick={() => actions.run('desk.settings')}>
          {text('sound.settings')}
        </Button>
      )}
    </Banner>
  );
}
