import busy from '../../../assets/sounds/busy.wav?url&no-inline';
import chime from '../../../assets/sounds/chime.wav?url&no-inline';
import ring from '../../../assets/sounds/ring.wav?url&no-inline';
import ringback from '../../../assets/sounds/ringback.wav?url&no-inline';
import waiting from '../../../assets/sounds/waiting.wav?url&no-inline';

/** Addresses of the sounds, see assets/sounds/make-sounds.mjs. */
export const sounds = { busy, chime, ring, ringback, waiting } as const;
export type Sound = keyof typeof sounds;
