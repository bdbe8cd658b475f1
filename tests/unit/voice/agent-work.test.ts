import { describe, expect, it } from 'vitest';
import { TeamWork } from '../../../domain/agent/work.ts';
import { FeatureCodes } from '../../../domain/wire/provisioning.ts';
import { AgentWork } from '../../../renderer/voice/work/work.ts';

const codes = FeatureCodes.parse({
  signIn: '*45{queue}',
  signOut: '*46{queue}',
  pause: '*47{reason}',
  unpause: '*48',
  signedInHint: '{queue}_in_{line}',
  pausedHint: '{queue}_paused_{line}',
});
const idle = `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full" entity="sip:x@pbx"></dialog-info>`;

describe('a code for the exchange', () => {
  it('is not hung up on by what the exchange says first of all after a start', async () => {
    const tells = new Map<string, (body: string | null) => void>();
    const dialled: string[] = [];
    let hungUp = 0;
    const work = new AgentWork({
      services: {
        queues: [{ id: 'helpdesk', name: 'Assistance' }],
        codes,
        user: '201',
        watch: ({ user }, tell) => {
          tells.set(user, tell);
          return () => undefined;
        },
        dialCode: (code) => {
          dialled.push(code);
          return { taken: new Promise(() => undefined), hangUp: () => (hungUp += 1) };
        },
      },
      rules: TeamWork.parse({}),
      agentId: '018f4e5a-7b2c-7d3e-8f4a-5b6c7d8e9f01',
      // The phone before has paused it, and that is over.
      storage: {
        getItem: () =>
          JSON.stringify({ pause: null, quiet: null, wrapUp: null, lastWrapUp: null, settled: null, holds: true }),
        setItem: () => undefined,
      },
      echoNumber: null,
      onChange: () => undefined,
      onKept: () => undefined,
    });
    work.accountChanged({ state: 'registered', server: 'ws://pbx', expiresAt: '2099-01-01T00:00:00.000Z' } as never);
    await Promise.resolve();
    expect(dialled).toEqual(['*48']);
    tells.get('helpdesk_paused_201')?.(idle);
    await Promise.resolve();
    await Promise.resolve();
    expect(hungUp).toBe(0);
    work.stop();
  });
});
