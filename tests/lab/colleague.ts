/** A colleague at work elsewhere: changes the server's data over its public API, as their desk would. */
import { randomUUID } from 'node:crypto';
import type { Call } from '../../domain/call/call.ts';
import type { MutationArgs, MutationName } from '../../domain/mutation/registry.ts';
import { signIn, TestDesk } from '../sync/support/desk.ts';
import type { Account } from './desk-steps.ts';
import { waitFor } from './wait.ts';

export type Deed = { [N in MutationName]: { readonly name: N; readonly args: MutationArgs<N> } }[MutationName];

/** Signs in, does it all in one push, and is gone. */
export async function colleagueDoes(serverUrl: string, account: Account, deeds: readonly Deed[]): Promise<void> {
  const signedIn = (await post(`${serverUrl}/v1/session`, { ...account, device: 'a colleague' })) as { token: string };
  const at = new Date().toISOString();
  const mutations = deeds.map((deed, place) => ({ id: randomUUID(), seq: place + 1, at, ...deed }));
  await post(`${serverUrl}/v1/push`, { protocol: 1, clientId: randomUUID(), mutations }, signedIn.token);
}

/** The first team that this agent works in. */
export async function teamOf(serverUrl: string, { login, password }: Account): Promise<string> {
  const { agent } = await signIn(serverUrl, login, password);
  const [teamId] = agent.teamIds;
  if (teamId === undefined) throw new Error(`${login} works in no team`);
  return teamId;
}

/** The numbers of the calls in this ticket, once the server has any. */
export async function callsOnServer(
  serverUrl: string,
  { login, password }: Account,
  ticketId: string,
): Promise<(string | null)[]> {
  const desk = new TestDesk(serverUrl, await signIn(serverUrl, login, password));
  return await waitFor(`a call of the ticket ${ticketId} on the server`, async () => {
    await desk.pull();
    const calls = [...desk.rows.values()].filter((row): row is Call => 'outcome' in row && row.ticketId === ticketId);
    return calls.length === 0 ? undefined : calls.map(({ number }) => number);
  });
}

/** The id of the ticket with this subject, once the server has it. */
export async function ticketNamed(serverUrl: string, { login, password }: Account, subject: string): Promise<string> {
  const desk = new TestDesk(serverUrl, await signIn(serverUrl, login, password));
  return await waitFor(`the ticket ${subject} on the server`, async () => {
    await desk.pull();
    const named = (row: object): boolean => 'subject' in row && row.subject === subject;
    return [...desk.rows].find(([key, row]) => key.startsWith('tickets/') && named(row))?.[1].id;
  });
}

async function post(url: string, body: unknown, token?: string): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${JSON.stringify(answer)}`);
  return answer;
}
