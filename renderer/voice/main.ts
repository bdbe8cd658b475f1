import { Id } from '../../domain/ids.ts';
import { phonePortMark } from '../bridges/phone-port.ts';
import { CallsElsewhere, KeptLedger, VoiceAccount, type VoiceBridge } from '../bridges/voice-bridge.ts';
import { DeskPort } from './desk-port.ts';
import { openLine } from './open-line.ts';
import { hidOf } from './headset/web-hid.ts';
import { IncidentWatch } from './incidents/incident-watch.ts';
import { describe, logTo } from './phone-log.ts';
import { phoneStatus } from './phone-status.ts';
import { Phone } from './phone.ts';
import { SleepWatch } from './sleep-watch.ts';

declare global {
  interface Window {
    readonly casque: VoiceBridge;
  }
}

const bridge = window.casque;
const log = logTo(bridge);

const sleep = new SleepWatch({
  now: () => Date.now(),
  onWake: () => {
    log('info', 'voice-woke');
    // What lies in the socket is of callers who may have given up meanwhile: as after a change of address, it is not worth asking.
    phone.wake({ addressGone: true });
  },
});
const phone: Phone = new Phone({
  media: navigator.mediaDevices,
  hid: hidOf(navigator),
  storage: window.localStorage,
  openLine: (account, microphone, lowBandwidth, events) =>
    openLine(account, microphone, lowBandwidth, events, {
      refusesCertificate: async (url) => (await bridge.request('voice:certificate', { url })).refused,
      forgetAddresses: () => {
        bridge
          .request('voice:forget-addresses', null)
          .catch((error: unknown) => log('warn', 'addresses-not-forgotten', describe(error)));
      },
      reaches: async (url) => (await bridge.request('voice:reachable', { url })).reachable,
      justWoke: () => sleep.justWoke(),
    }),
  onChange: (change) => {
    desk.tell(change);
    tellStatus();
    incidents.look(phone.snapshot);
  },
  onLevel: (level) => desk.tellLevel(level),
  log,
  keepLedger: (text) => {
    bridge
      .request('voice:ledger-keep', { text })
      .catch((error: unknown) => log('error', 'ledger-not-kept', describe(error)));
  },
  // Without the shell's help it is on the disk a few seconds later.
  keepStorage: () => void bridge.request('voice:storage-keep', null).catch(() => undefined),
  callsElsewhere: async () => {
    try {
      return CallsElsewhere.parse(await bridge.request('voice:calls-elsewhere', null));
    } catch (error) {
      log('warn', 'calls-elsewhere', describe(error));
      return null;
    }
  },
  ledgerCarried: async () => {
    await bridge.request('voice:ledger-carried', null).catch(() => undefined);
  },
  // A beat that got lost is followed by the next one.
  beatLedger: () => void bridge.request('voice:ledger-beat', null).catch(() => undefined),
});
const desk = new DeskPort(phone);
const incidents = new IncidentWatch({
  since: performance.timeOrigin,
  now: () => Date.now(),
  tell: (incident) => {
    bridge.request('voice:incident', incident).catch(() => undefined);
  },
});
const started = start();

/** With the calls that the phone before died with. */
async function start(): Promise<void> {
  const [ledger, account] = [bridge.request('voice:ledger', null), bridge.request('voice:account', null)];
  try {
    phone.ledger.useFound(KeptLedger.parse(await ledger));
  } catch (error) {
    log('error', 'ledger-not-read', describe(error));
  }
  try {
    phone.useAccount(VoiceAccount.parse(await account));
  } catch (error) {
    log('error', 'voice-account', describe(error));
  }
}

/** What the shell was told last. */
let told = '';

function tellStatus(): void {
  const status = phoneStatus(phone.snapshot);
  const text = JSON.stringify(status);
  if (text === told) return;
  told = text;
  bridge.request('voice:status', status).catch((error: unknown) => log('error', 'voice-status', describe(error)));
}

window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== phonePortMark || port === undefined) return;
  // Not before the calls of the phone before are there: the desk would take them for ended.
  void started.then(() => desk.connect(port));
});
window.addEventListener('online', () => phone.wake());
window.addEventListener('pagehide', () => phone.headsets.leave());
window.addEventListener('error', (event) => log('error', 'voice-error', event.message));
window.addEventListener('unhandledrejection', (event) => log('error', 'voice-rejection', describe(event.reason)));

sleep.start();
// The clock may have said so before; a sleep of some seconds it does not see.
bridge.on('voice:resumed', () => {
  if (!sleep.justWoke()) phone.wake();
});
bridge.on('voice:network-changed', ({ addressGone }) => phone.wake({ addressGone }));
bridge.on('voice:answer', (callId) => void phone.run({ type: 'answer', callId: Id.parse(callId) }));
bridge.on('voice:reject', (callId) => void phone.run({ type: 'reject', callId: Id.parse(callId) }));
bridge.on('voice:headsets-changed', () => void phone.headsets.read());
void phone.headsets.read();
bridge.on('voice:account-changed', (account) => {
  void started.then(() => phone.useAccount(VoiceAccount.parse(account)));
});
