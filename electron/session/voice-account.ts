import { v5 } from 'uuid';
import { workOf } from '../../domain/agent/work.ts';
import type { StoredSession } from '../../renderer/bridges/desk-bridge.ts';
import type { VoiceAccount } from '../../renderer/bridges/voice-bridge.ts';
import type { StartOptions } from '../start/options.ts';

/** The demonstration's customers have French numbers. */
const practiceCountry = 'FR';

/**
 * What the phone is to be, from who is signed in. An agent without a line gets the practice line, like everybody when
 * `practice` is on.
 * @param installationId a UUID that this installation keeps; with the agent it makes the SIP instance (RFC 5626 §4.1)
 */
export function voiceAccountOf(
  session: StoredSession | null,
  { practice, customerCalls }: Pick<StartOptions, 'practice' | 'customerCalls'>,
  installationId: string,
): VoiceAccount {
  if (session === null) return { mode: 'none' };
  const { agent, line, teams } = session.info;
  const work = workOf(agent.teamIds, teams);
  if (practice || line === null) {
    const country = line?.country ?? practiceCountry;
    return { mode: 'practice', agentId: agent.id, country, customerCalls, work };
  }
  return { mode: 'line', line, instanceId: v5(agent.id, installationId), agentId: agent.id, work };
}
