import { expect } from '@playwright/test';
import type { Asterisk } from '../../lab/asterisk.ts';
import { CustomerCall, type CallOptions } from '../../lab/customer.ts';
import type { Recording } from '../../lab/recording.ts';
import type { Presence, SignatureName } from '../../lab/signature.ts';
import { waitFor } from '../../lab/wait.ts';
import type { Phone } from './phone.ts';

/** A customer who is talking to the agent, and the agent's call with them. */
export type Talk = { readonly customer: CustomerCall; readonly id: string };

/** A customer calls line 201 and is answered. */
export async function talk(agent: Phone, asterisk: Asterisk, options: Partial<CallOptions> = {}): Promise<Talk> {
  const before = new Set((await agent.snapshot()).calls.map((call) => call.id));
  const customer = await CustomerCall.place({
    sipPort: asterisk.sipPort,
    to: '201',
    number: '+33261910012',
    ...options,
  });
  const { id } = await agent.until('a new call', ({ calls }) =>
    calls.find((call) => call.phase === 'ringing' && !before.has(call.id)),
  );
  await agent.does({ type: 'answer', callId: id });
  await agent.call('active', id);
  await customer.reaches('talking');
  return { customer, id };
}

/** The agent dials somebody outside, who answers. */
export async function consult(agent: Phone, asterisk: Asterisk, voice: SignatureName = 'exchange'): Promise<Talk> {
  const customer = await CustomerCall.await({
    port: asterisk.customerPort,
    sipPort: asterisk.sipPort,
    voice,
  });
  const { callId: id = '' } = await agent.does({ type: 'call', number: '0261910034' });
  await agent.call('active', id);
  await customer.reaches('talking');
  return { customer, id };
}

/** From now on: in a gap no packet comes, and what was heard last is from before it. */
export async function hearsAgain(heard: Recording, name: SignatureName): Promise<void> {
  const from = heard.lengthMs;
  const last = (): Presence => heard.find(name, Math.max(from, heard.lengthMs - 1500));
  await waitFor(`the ${name}'s voice after the gap`, () => heard.lengthMs >= from + 1500 && last().heard, {
    timeoutMs: 30_000,
    everyMs: 100,
    details: () => `${from} to ${heard.lengthMs} ms: ${JSON.stringify(last())}`,
  });
}

/** The two talk to each other and the agent is free of both; ends with their conversation. */
export async function joined(agent: Phone, customer: Talk, colleague: Talk): Promise<void> {
  await customer.customer.heard.hears('exchange');
  await colleague.customer.heard.hears('customer');
  for (const { id } of [customer, colleague]) {
    const ended = await agent.call('ended', id);
    expect(ended).toMatchObject({ outcome: 'answered', errorCode: null });
  }
  const { calls } = await agent.snapshot();
  const transfer = calls.find((call) => call.id === customer.id)?.transfer;
  expect(transfer).toMatchObject({ otherCallId: colleague.id, state: 'done' });
  await customer.customer.hangUp();
  await colleague.customer.reaches('ended');
}
