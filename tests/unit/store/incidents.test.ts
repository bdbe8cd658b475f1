import { describe, expect, it } from 'vitest';
import { SyncIncidents, type StoreHappening } from '../../../renderer/store/incidents.ts';

const at = '2026-03-12T09:00:00.000Z';

describe('what is to be remembered of the server', () => {
  it('is when it went and for how long, once for all tries, and the end of the session', () => {
    const clock = { now: 0 };
    const told: StoreHappening[] = [];
    const incidents = new SyncIncidents(
      () => clock.now,
      (happening) => told.push(happening),
    );
    const offline = { state: 'offline', code: 'SERVER_UNREACHABLE', since: at, nextTryAt: at } as const;
    incidents.look({ state: 'syncing', rows: 0, first: true });
    incidents.look({ state: 'online', since: at });
    incidents.look(offline);
    clock.now = 5000;
    incidents.look(offline);
    incidents.look({ state: 'syncing', rows: 0, first: false });
    clock.now = 9000;
    incidents.look({ state: 'online', since: at });
    incidents.look({ state: 'signed-out', code: 'AUTH_SESSION_ENDED' });
    incidents.look({ state: 'signed-out', code: 'AUTH_SESSION_ENDED' });
    expect(told).toEqual([
      { code: 'server-lost', cause: 'SERVER_UNREACHABLE' },
      { code: 'server-back', ms: 9000 },
      { code: 'session-ended', cause: 'AUTH_SESSION_ENDED' },
    ]);
  });
});
