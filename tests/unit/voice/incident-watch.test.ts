import { describe, expect, it } from 'vitest';
import type { PhoneIncident } from '../../../domain/wire/incident.ts';
import { IncidentWatch } from '../../../renderer/voice/incidents/incident-watch.ts';
import type { PhoneSnapshot } from '../../../renderer/voice/contract/state.ts';
import { phoneCall, phoneSnapshot } from '../desk/phone-sample.ts';

const nine = Date.parse('2026-03-12T09:00:00.000Z');

function watch() {
  const clock = { now: nine };
  const told: PhoneIncident[] = [];
  const incidents = new IncidentWatch({ since: nine, now: () => clock.now, tell: (incident) => told.push(incident) });
  const look = (change: Partial<PhoneSnapshot>, seconds = 0): void => {
    clock.now += seconds * 1000;
    incidents.look(phoneSnapshot(change));
  };
  return { look, told };
}

const retrying = {
  state: 'retrying',
  code: 'PHONE_PBX_UNREACHABLE',
  nextTryAt: '2026-03-12T09:00:05.000Z',
} as const satisfies PhoneSnapshot['account'];

describe('what is to be remembered of the phone', () => {
  it('is the line that was lost and is back, once, however often it was tried', () => {
    const { look, told } = watch();
    look({});
    look({ account: retrying });
    look({ account: { state: 'registering' } }, 3);
    look({ account: { ...retrying, nextTryAt: '2026-03-12T09:00:15.000Z' } });
    look({}, 9);
    look({}, 60);
    expect(told).toEqual([
      { at: '2026-03-12T09:00:00.000Z', code: 'line-lost', cause: 'PHONE_PBX_UNREACHABLE' },
      { at: '2026-03-12T09:00:12.000Z', code: 'line-back', ms: 12_000 },
    ]);
  });

  it('is the silence of a call that went on, and whether the network or the phone was away', () => {
    const { look, told } = watch();
    const calls = (endedAt: string, ms: number) => [phoneCall({ phase: 'active', lastGap: { endedAt, ms } })];
    look({ calls: calls('2026-03-12T09:00:01.000Z', 2500) });
    look({ calls: calls('2026-03-12T09:10:00.000Z', 12_000) });
    look({ calls: calls('2026-03-12T09:10:00.000Z', 12_000) });
    expect(told).toEqual([
      { at: '2026-03-12T09:00:01.000Z', code: 'call-gap', ms: 2500, why: 'restart' },
      { at: '2026-03-12T09:10:00.000Z', code: 'call-gap', ms: 12_000, why: 'network' },
    ]);
  });

  it('is a call that was cut off, and not one that somebody ended', () => {
    const { look, told } = watch();
    look({ calls: [phoneCall({ phase: 'ended', errorCode: null })] });
    look({ calls: [phoneCall({ phase: 'ended', errorCode: 'PHONE_CALL_LOST' })] });
    look({ calls: [phoneCall({ phase: 'ended', errorCode: 'PHONE_CALL_LOST' })] });
    expect(told).toEqual([{ at: '2026-03-12T09:00:00.000Z', code: 'call-cut', cause: 'PHONE_CALL_LOST' }]);
  });

  it('is the microphone that was pulled out and is back', () => {
    const { look, told } = watch();
    const { devices } = phoneSnapshot();
    look({ devices: { ...devices, microphone: { state: 'unavailable', code: 'PHONE_MICROPHONE_MISSING' } } });
    look({ devices }, 5);
    expect(told.map(({ code }) => code)).toEqual(['microphone-lost', 'microphone-back']);
  });

  it('is nothing of a line that somebody else has had', () => {
    const { look, told } = watch();
    look({ account: retrying });
    look({ mode: 'none', account: { state: 'none' } });
    look({}, 60);
    expect(told.map(({ code }) => code)).toEqual(['line-lost']);
  });
});
