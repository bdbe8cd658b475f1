import { describe, expect, it } from 'vitest';
import { phoneSentence, presenceOf, serverSentence } from '../../../renderer/desk/words/status.ts';
import type { PhoneView } from '../../../renderer/desk/phone/phone-view.ts';
import type { SyncState, SyncStatus } from '../../../renderer/store/contract.ts';
import type { PhoneSnapshot } from '../../../renderer/voice/contract/state.ts';
import { phoneCall, phoneSnapshot } from './phone-sample.ts';

const at = '2026-03-12T10:00:00.000Z';

function phone(change: Partial<PhoneSnapshot> = {}, link: PhoneView['link'] = 'connected'): PhoneView {
  return { link, snapshot: phoneSnapshot(change), pending: new Set() };
}

function status(sync: SyncState, queued = 0): SyncStatus {
  return { sync, queued, unsent: 0, refused: [] };
}

describe('the line in the status bar', () => {
  it('is ready only when the PBX has confirmed it', () => {
    expect(phoneSentence(phone())).toEqual({ tone: 'calm', id: 'status.phone.ready', values: { line: '201' } });
    expect(phoneSentence(phone({ account: { state: 'registering' } })).id).toBe('status.phone.connecting');
    expect(phoneSentence(phone({ lineName: null })).id).toBe('status.phone.readyUnnamed');
  });

  it('says that the phone comes back after its process died', () => {
    expect(phoneSentence(phone({}, 'lost'))).toEqual({ tone: 'busy', id: 'status.phone.resuming' });
  });

  it('says why it is down and that it tries again', () => {
    const account = { state: 'retrying', code: 'PHONE_PBX_UNREACHABLE', nextTryAt: at } as const;
    expect(phoneSentence(phone({ account }))).toMatchObject({ tone: 'wait', code: 'PHONE_PBX_UNREACHABLE' });
  });

  it('needs a person when the PBX refuses the password', () => {
    const account = { state: 'failed', code: 'PHONE_WRONG_PASSWORD' } as const;
    expect(phoneSentence(phone({ account }))).toMatchObject({ tone: 'stop', code: 'PHONE_WRONG_PASSWORD' });
  });

  it('never calls a line ready that has no microphone', () => {
    const devices = {
      ...phoneSnapshot().devices,
      microphone: { state: 'unavailable', code: 'PHONE_MICROPHONE_MISSING' } as const,
    };
    expect(phoneSentence(phone({ devices }))).toMatchObject({ tone: 'stop', code: 'PHONE_MICROPHONE_MISSING' });
    expect(presenceOf(phone({ devices }))).toBe('noMicrophone');
  });

  it('says that it is the practice line', () => {
    expect(phoneSentence(phone({ mode: 'practice', lineName: null })).id).toBe('status.phone.practiceReady');
  });
});

describe('the server in the status bar', () => {
  it('is calm when everything is sent, and counts what is not', () => {
    expect(serverSentence(status({ state: 'online', since: at }))).toMatchObject({
      tone: 'calm',
      id: 'status.server.online',
    });
    expect(serverSentence(status({ state: 'online', since: at }, 3))).toMatchObject({
      tone: 'busy',
      values: { count: 3 },
    });
  });

  it('says offline with the number of changes that wait', () => {
    const offline = { state: 'offline', code: 'SERVER_UNREACHABLE', since: at, nextTryAt: at } as const;
    expect(serverSentence(status(offline, 2))).toMatchObject({
      tone: 'wait',
      id: 'status.server.offline',
      values: { count: 2 },
    });
  });

  it('tells the first sync from an update', () => {
    expect(serverSentence(status({ state: 'syncing', rows: 1200, first: true })).values).toMatchObject({ rows: 1200 });
    expect(serverSentence(status({ state: 'syncing', rows: 2, first: false })).id).toBe('status.server.syncing');
  });

  it('asks to sign in again when the session ended', () => {
    expect(serverSentence(status({ state: 'signed-out', code: 'AUTH_SESSION_ENDED' }, 1)).tone).toBe('stop');
  });

  it('says that it connects before the data are open', () => {
    expect(serverSentence(undefined).id).toBe('status.server.opening');
  });
});

describe('my own state', () => {
  it('follows the line and the calls', () => {
    expect(presenceOf(phone())).toBe('available');
    expect(presenceOf(phone({ calls: [phoneCall()] }))).toBe('ringing');
    expect(presenceOf(phone({ calls: [phoneCall(), phoneCall({ phase: 'active' })] }))).toBe('inCall');
    expect(presenceOf(phone({ calls: [phoneCall({ phase: 'ended' })] }))).toBe('available');
    expect(presenceOf(phone({ account: { state: 'connecting' } }))).toBe('starting');
    expect(presenceOf(phone({ account: { state: 'failed', code: 'PHONE_LINE_UNKNOWN' } }))).toBe('unreachable');
    expect(presenceOf(phone({ account: { state: 'none' } }))).toBe('none');
    expect(presenceOf(phone({}, 'lost'))).toBe('resuming');
  });
});
