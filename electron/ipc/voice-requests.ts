import type { VoiceAccount, VoiceRequests } from '../../renderer/bridges/voice-bridge.ts';
import type { Log } from '../log/log.ts';
import type { Handlers } from './endpoint.ts';

export type VoiceHandlersOptions = { readonly log: Log; readonly account: () => VoiceAccount };

export function voiceHandlers({ log, account }: VoiceHandlersOptions): Handlers<VoiceRequests> {
  return {
    'voice:account': () => account(),
    'voice:log': ({ level, event, detail }) => {
      log[level](event, detail);
      return null;
    },
  };
}
