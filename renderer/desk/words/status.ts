import type { ErrorCode } from '../../../domain/errors.ts';
import type { UpdateState, UpdateWait } from '../../bridges/update.ts';
import type { SyncStatus } from '../../store/contract.ts';
import type { PhoneView } from '../phone/phone-view.ts';
import { errorText } from './labels.ts';
import { formatDuration } from './time.ts';
import type { Text } from './use-text.ts';

/** `calm` needs nothing; `busy` will pass by itself; `wait` works with a limit; `stop` needs the person. */
export type Tone = 'calm' | 'busy' | 'wait' | 'stop';

/** A sentence for the status line: an id of the catalog with its values. */
export type Sentence = {
  readonly tone: Tone;
  readonly id: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Why, in a second sentence. */
  readonly code?: ErrorCode;
};

/** The whole of it, as it is read out and shown where there is room. */
export function sentenceText({ id, values, code }: Sentence, text: Text): string {
  const said = text(id, values);
  if (code === undefined) return said;
  return `${said}${/[.…]$/.test(said) ? '' : '.'} ${errorText(code, text)}`;
}

/** The line in words. What the PBX has not confirmed is never said as if it had. */
export function phoneSentence(phone: PhoneView): Sentence {
  const { snapshot } = phone;
  if (phone.link === 'lost') return { tone: 'busy', id: 'status.phone.resuming' };
  if (phone.link === 'starting' || snapshot === null) return { tone: 'busy', id: 'status.phone.starting' };
  const { account, devices, lineName } = snapshot;
  const values = { line: lineName ?? '' };
  if (snapshot.mode === 'none') return { tone: 'wait', id: 'status.phone.none' };
  const microphone = devices.microphone.state === 'unavailable' ? devices.microphone.code : undefined;
  switch (account.state) {
    case 'none':
      return { tone: 'wait', id: 'status.phone.none' };
    case 'connecting':
    case 'registering':
      return { tone: 'busy', id: 'status.phone.connecting', values };
    case 'registered':
      if (microphone !== undefined) return { tone: 'stop', id: 'status.phone.noMicrophone', code: microphone };
      if (snapshot.mode === 'practice') return { tone: 'calm', id: 'status.phone.practiceReady' };
      return lineName === null
        ? { tone: 'calm', id: 'status.phone.readyUnnamed' }
        : { tone: 'calm', id: 'status.phone.ready', values };
    case 'retrying':
      return { tone: 'wait', id: 'status.phone.retrying', code: account.code };
    case 'failed':
      return { tone: 'stop', id: 'status.phone.failed', code: account.code };
  }
}

/** The server and what waits for it, in words. */
export function serverSentence(status: SyncStatus | undefined): Sentence {
  if (status === undefined) return { tone: 'busy', id: 'status.server.opening' };
  const values = { count: status.queued, rows: 0 };
  switch (status.sync.state) {
    case 'syncing':
      if (status.sync.first) {
        return { tone: 'busy', id: 'status.server.firstSync', values: { ...values, rows: status.sync.rows } };
      }
      return status.queued === 0
        ? { tone: 'calm', id: 'status.server.syncing' }
        : { tone: 'busy', id: 'status.server.sending', values };
    case 'online':
      return status.queued === 0
        ? { tone: 'calm', id: 'status.server.online' }
        : { tone: 'busy', id: 'status.server.sending', values };
    case 'offline':
      if (isOfStore(status.sync.code)) return { tone: 'stop', id: 'status.store.closed', code: status.sync.code };
      return { tone: 'wait', id: 'status.server.offline', values, code: status.sync.code };
    case 'signed-out':
      return { tone: 'stop', id: 'status.server.signedOut', values, code: status.sync.code };
  }
}

function isOfStore(code: ErrorCode): boolean {
  return (
    code === 'STORE_UNAVAILABLE' || code === 'STORE_DAMAGED' || code === 'STORE_FULL' || code === 'STORE_READ_ONLY'
  );
}

/** What of this machine's data needs to be known for as long as it is so; null when all is well. */
export function storeSentence(status: SyncStatus | undefined): Sentence | null {
  const trouble = status?.journal;
  if (trouble === undefined) return null;
  return { tone: 'wait', id: 'status.store.once', ...(trouble === 'SHELL_FAILED' ? {} : { code: trouble }) };
}

const updateWaits: Readonly<Record<UpdateWait, string>> = {
  starting: 'update.starting',
  call: 'update.call',
  wrapUp: 'update.wrapUp',
  unsent: 'update.unsent',
  queued: 'update.queued',
};

/** A newer version, and what it waits for; null where there is none. */
export function updateSentence(update: UpdateState): Sentence | null {
  if (update === null) return null;
  const { version, waitsFor } = update;
  return { tone: 'busy', id: waitsFor === null ? 'update.ready' : updateWaits[waitsFor], values: { version } };
}

/** This machine's clock, while it misleads; null when it goes with the server's. */
export function clockSentence(status: SyncStatus | undefined): Sentence | null {
  const offset = status?.clockOffset;
  if (offset === undefined) return null;
  const time = formatDuration(Math.abs(offset) / 1000);
  return { tone: 'wait', id: offset > 0 ? 'status.clock.behind' : 'status.clock.ahead', values: { time } };
}

/** Null with a network; without one it is the reason of the rest. */
export function networkSentence(online: boolean): Sentence | null {
  return online ? null : { tone: 'wait', id: 'status.network.gone' };
}

/** The agent's own state, from the line and the calls: nothing here is assumed. */
export type Presence =
  'starting' | 'resuming' | 'available' | 'ringing' | 'inCall' | 'unreachable' | 'noMicrophone' | 'none';

export function presenceOf(phone: PhoneView): Presence {
  const { snapshot } = phone;
  if (phone.link === 'lost') return 'resuming';
  if (snapshot === null) return 'starting';
  const live = snapshot.calls.filter((call) => call.phase !== 'ended');
  if (live.some((call) => call.phase !== 'ringing')) return 'inCall';
  if (live.length > 0) return 'ringing';
  switch (snapshot.account.state) {
    case 'registered':
      return snapshot.devices.microphone.state === 'unavailable' ? 'noMicrophone' : 'available';
    case 'connecting':
    case 'registering':
      return 'starting';
    case 'retrying':
    case 'failed':
      return 'unreachable';
    case 'none':
      return 'none';
  }
}
