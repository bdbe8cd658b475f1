import type { VoiceAccount, VoiceRequests } from '../../renderer/bridges/voice-bridge.ts';
import type { Log } from '../log/log.ts';
import type { Handlers } from './endpoint.ts';

export type VoiceHandlersOptions = {
  readonly log: Log;
  readonly account: () => VoiceAccount;
  /** Why this machine refuses the server's certificate, in Chromium's words; null when it does not. */
  readonly certificateProblem: (url: string) => Promise<string | null>;
};

export function voiceHandlers({ log, account, certificateProblem }: VoiceHandlersOptions): Handlers<VoiceRequests> {
  return {
    'voice:account': () => account(),
    'voice:certificate': async ({ url }) => {
      const now = account();
      // The page may ask about the servers of its line, and no others.
      if (now.mode !== 'line' || !now.line.servers.includes(url)) return { refused: false };
      const problem = await certificateProblem(url);
      if (problem !== null) log.warn('certificate-refused', `${new URL(url).host} ${problem}`);
      return { refused: problem !== null };
    },
    'voice:log': ({ level, event, detail }) => {
      log[level](event, detail);
      return null;
    },
  };
}
