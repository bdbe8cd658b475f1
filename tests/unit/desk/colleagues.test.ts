import { describe, expect, it } from 'vitest';
import type { AgentPresence, AgentState } from '../../../domain/agent/presence.ts';
import type { Agent, Team } from '../../../domain/agent/agent.ts';
import { organisationScope } from '../../../domain/row.ts';
import { colleaguesOf } from '../../../renderer/desk/colleagues/colleague.ts';
import type { ColleagueLine } from '../../../renderer/voice/contract/work-state.ts';

const me = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const team: Team = { id: '01990000-0000-7000-8000-00000000000a', scope: organisationScope, name: 'N1', level: 1 };

function agent(id: string, extension: string | null): Agent {
  return { id, scope: organisationScope, login: id, name: id, role: 'agent', teamIds: [team.id], extension };
}

function said(agentId: string, state: AgentState): { agentId: string; presence: AgentPresence } {
  return { agentId, presence: { state, since: '2026-03-12T10:00:00.000Z', reason: null, until: null } };
}

function stateWith(presence: readonly ReturnType<typeof said>[], line?: ColleagueLine['state']): string | undefined {
  const lines = line === undefined ? [] : [{ number: '202', state: line }];
  const [colleague] = colleaguesOf({
    agents: [agent(me, '201'), agent(other, '202')],
    teams: [team],
    presence,
    lines,
    me,
  });
  return colleague?.state;
}

describe('a colleague', () => {
  it('is everybody but oneself, with their teams', () => {
    const all = colleaguesOf({
      agents: [agent(me, null), agent(other, null)],
      teams: [team],
      presence: [],
      lines: [],
      me,
    });
    expect(all.map(({ agent: { id }, teams }) => [id, teams])).toEqual([[other, 'N1']]);
  });

  it.each([
    ['is as their desk says', [said(me, 'available'), said(other, 'paused')], 'idle', 'paused'],
    ['is in a call when the exchange says so', [said(me, 'available'), said(other, 'paused')], 'inCall', 'onCall'],
    ['rings when both know of a call', [said(me, 'available'), said(other, 'ringing')], 'inCall', 'ringing'],
    ['is offline when no desk of theirs is there', [said(me, 'available')], 'idle', 'offline'],
    ['is unknown while nobody says anything', [], 'unknown', 'unknown'],
    // An idle line may have nobody before it.
    ['is unknown while the server is away and the line is idle', [], 'idle', 'unknown'],
    ['is in a call while the server is away', [], 'inCall', 'onCall'],
  ] as const)('%s', (_, presence, line, expected) => {
    expect(stateWith([...presence], line)).toBe(expected);
  });
});
