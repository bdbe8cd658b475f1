import type { PhoneStatus } from '../../renderer/bridges/phone-status.ts';
import type { VoiceAccount, VoiceRequests } from '../../renderer/bridges/voice-bridge.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../log/log.ts';
import type { CarriedCalls } from '../calls/carried-calls.ts';
import type { LedgerFile } from '../calls/ledger-file.ts';
import type { Handlers } from './endpoint.ts';

export type VoiceHandlersOptions = {
  readonly log: Log;
  readonly account: () => VoiceAccount;
  readonly onStatus: (status: PhoneStatus) => void;
  readonly incidents: Pick<Incidents, 'tell'>;
  readonly ledger: LedgerFile;
  readonly carried: Pick<CarriedCalls, 'keep' | 'beat' | 'settled' | 'elsewhere'>;
  /** Hands to the disk what pages have put into their storage. */
  readonly keepStorage: () => void;
  /** Why this machine refuses the server's certificate, in Chromium's words; null when it does not. */
  readonly certificateProblem: (url: string) => Promise<string | null>;
  readonly takesConnection: (url: string) => Promise<boolean>;
  /** Pages ask anew where a name leads. */
  readonly forgetAddresses: () => Promise<void>;
};

export function voiceHandlers(options: VoiceHandlersOptions): Handlers<VoiceRequests> {
  const { log, account, onStatus, incidents, ledger, carried, certificateProblem } = options;
  // The page may ask about the servers of its line, and no others.
  const isOfLine = (url: string): boolean => {
    const now = account();
    return now.mode === 'line' && now.line.servers.includes(url);
  };
  return {
    'voice:account': () => account(),
    'voice:status': (status) => {
      onStatus(status);
      return null;
    },
    'voice:incident': (incident) => {
      incidents.tell(incident);
      return null;
    },
    'voice:certificate': async ({ url }) => {
      if (!isOfLine(url)) return { refused: false };
      const problem = await certificateProblem(url);
      if (problem !== null) log.warn('certificate-refused', `${new URL(url).host} ${problem}`);
      return { refused: problem !== null };
    },
    'voice:ledger': () => ledger.read(),
    'voice:ledger-keep': async ({ text }) => {
      carried.keep(text);
      await ledger.keep(text);
      return null;
    },
    'voice:ledger-carried': async () => {
      await carried.settled();
      return null;
    },
    'voice:ledger-beat': async () => {
      carried.beat();
      await ledger.beat();
      return null;
    },
    'voice:storage-keep': () => {
      options.keepStorage();
      return null;
    },
    'voice:calls-elsewhere': () => carried.elsewhere(),
    'voice:reachable': async ({ url }) => {
      if (!isOfLine(url) || !(await options.takesConnection(url))) return { reachable: false };
      // It answers where its name leads now: the page must not go where it led before.
      await options.forgetAddresses();
      return { reachable: true };
    },
    'voice:forget-addresses': async () => {
      await options.forgetAddresses();
      return null;
    },
    'voice:log': ({ level, event, detail }) => {
      log[level](event, detail);
      return null;
    },
  };
}
