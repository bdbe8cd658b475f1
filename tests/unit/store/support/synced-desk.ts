import { onTestFinished } from 'vitest';
import type { Agent } from '../../../../domain/agent/agent.ts';
import { TestDesk } from './desk.ts';
import type { ModelServer } from './model-server.ts';

/** An agent's desk that is open and has what the server has; it is closed with the test that asks for it. */
export async function syncedDesk(server: ModelServer, agent: Agent): Promise<TestDesk> {
  const desk = TestDesk.at(server, agent, server.teams);
  onTestFinished(() => desk.close());
  await desk.open();
  await desk.synced();
  return desk;
}
