import { TeamWork } from '../../../domain/agent/work.ts';
import { describe, expect, test } from 'vitest';
import { voiceAccountOf } from '../../../electron/session/voice-account.ts';
import { StoredSession } from '../../../renderer/bridges/desk-bridge.ts';
import { VoiceAccount } from '../../../renderer/bridges/voice-bridge.ts';
import { session } from './session-sample.ts';

const installation = '6a7bc0f1-14c3-4c55-8a37-6a4d0a4f3a10';

const line = { practice: false, customerCalls: false };
const practising = { practice: true, customerCalls: false };

test('the sample is what the desk may save', () => {
  expect(StoredSession.safeParse(session()).success).toBe(true);
});

describe('what the phone is', () => {
  test('is nothing while nobody is signed in, even for practice', () => {
    expect(voiceAccountOf(null, line, installation)).toEqual({ mode: 'none' });
    expect(voiceAccountOf(null, practising, installation)).toEqual({ mode: 'none' });
  });

  test('is the agent’s line, as one and the same instance at every start', () => {
    const first = VoiceAccount.parse(voiceAccountOf(session(), line, installation));
    expect(first.mode).toBe('line');
    expect(voiceAccountOf(session(), line, installation)).toEqual(first);
  });

  test('is another instance for another agent and on another machine', () => {
    const instances = [
      voiceAccountOf(session(), line, installation),
      voiceAccountOf(session({ agentId: '0199c3a0-7b1e-7c40-9b1e-4f6f5d3c2a11' }), line, installation),
      voiceAccountOf(session(), line, '6a7bc0f1-14c3-4c55-8a37-6a4d0a4f3a11'),
    ].map((account) => (account.mode === 'line' ? account.instanceId : null));
    expect(new Set(instances).size).toBe(3);
  });

  test('is the practice line when it is asked for, or when the agent has no line', () => {
    const practice = {
      mode: 'practice',
      agentId: session().info.agent.id,
      country: 'FR',
      customerCalls: false,
      work: TeamWork.parse({}),
    };
    expect(voiceAccountOf(session(), practising, installation)).toEqual(practice);
    expect(voiceAccountOf(session({ line: null }), line, installation)).toEqual(practice);
  });
});
