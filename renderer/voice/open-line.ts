import type { VoiceAccount } from '../bridges/voice-bridge.ts';
import { iceServersOf } from './sip/ice-servers.ts';
import { GuardedSocket } from './sip/guarded-socket.ts';
import { userOf } from './sip/name-address.ts';
import { SipLine, type SipLineEvents } from './sip/sip-line.ts';
import { practiceEcho } from './practice/echo-call.ts';
import { PracticeLine } from './practice/practice-line.ts';
import type { OpenedLine } from './phone.ts';

/** The line that the account asks for: at a PBX, or the practice line. */
export function openLine(
  account: Exclude<VoiceAccount, { mode: 'none' }>,
  microphone: () => MediaStream | undefined,
  lowBandwidth: () => boolean,
  events: SipLineEvents,
  servers: {
    readonly refusesCertificate: (url: string) => Promise<boolean>;
    readonly forgetAddresses: () => void;
    readonly reaches: (url: string) => Promise<boolean>;
    /** The machine has slept until this moment. */
    readonly justWoke: () => boolean;
  },
): OpenedLine {
  if (account.mode === 'practice') {
    const practice = new PracticeLine(microphone, lowBandwidth, events, account.customerCalls);
    return {
      line: practice.line,
      services: practice.services,
      name: null,
      voicemail: null,
      echoNumber: practiceEcho,
      practiceCall: () => practice.call(),
      close: () => practice.close(),
    };
  }
  const { line } = account;
  const opened = new SipLine(
    {
      aor: line.aor,
      authorizationUser: line.authorizationUser,
      password: line.password,
      displayName: line.displayName,
      sockets: line.servers.map((url, index) => ({
        socket: new GuardedSocket(url, (error) => events.onProblem('message', error), servers.justWoke),
        weight: line.servers.length - index,
      })),
      iceServers: iceServersOf(line),
      relayOnly: line.relayOnly,
      registerExpires: line.registerExpires,
      instanceId: account.instanceId,
      calls: line.calls,
      lowBandwidth,
      ...servers,
    },
    microphone,
    events,
  );
  const user = userOf(line.aor) ?? '';
  return {
    line: opened,
    name: user === '' ? null : user,
    services: {
      dialCode: (code) => opened.dialCode(code),
      watch: opened.subscriptions.watch,
      queues: line.queues,
      codes: line.featureCodes,
      user,
    },
    voicemail: line.calls.voicemail,
    echoNumber: line.echoNumber ?? null,
    close: () => opened.stop(),
  };
}
