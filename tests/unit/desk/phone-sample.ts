import type { PhoneCall, PhoneSnapshot } from '../../../renderer/voice/contract/state.ts';

export const callId = '01990000-0000-7000-8000-000000000001';

export function phoneCall(change: Partial<PhoneCall> = {}): PhoneCall {
  return {
    id: callId,
    direction: 'incoming',
    phase: 'ringing',
    number: '0298001234',
    displayName: null,
    queue: 'assistance',
    customerNumber: null,
    divertedBy: null,
    headers: [],
    autoAnswered: false,
    muted: false,
    heldByRemote: false,
    holdPending: false,
    startedAt: '2026-03-12T10:00:00.000Z',
    answeredAt: null,
    endedAt: null,
    outcome: null,
    errorCode: null,
    digits: '',
    transfer: null,
    conference: false,
    reconnectingSince: null,
    lastGap: null,
    ...change,
  };
}

export function phoneSnapshot(change: Partial<PhoneSnapshot> = {}): PhoneSnapshot {
  return {
    mode: 'line',
    lineName: '201',
    echoNumber: '600',
    account: { state: 'registered', since: '2026-03-12T09:00:00.000Z' },
    calls: [],
    devices: {
      inputs: [],
      outputs: [],
      chosen: { microphone: null, speaker: null, ringer: null },
      absent: [],
      microphone: { state: 'ready' },
      noise: 'kept',
      warning: null,
      moved: null,
    },
    lowBandwidth: false,
    headsets: [],
    quality: [],
    work: null,
    colleagues: [],
    voicemail: null,
    ring: { silent: false, everywhere: false },
    elsewhere: null,
    heldElsewhere: [],
    ...change,
  };
}
