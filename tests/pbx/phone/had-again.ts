/** A call that is had again after the phone, the application or the machine has died. */
import { expect } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhoneCall } from '../../../renderer/voice/contract/state.ts';
import type { CustomerCall } from '../../lab/customer.ts';
import type { Sound } from '../../lab/sound.ts';
import type { Phone } from './phone.ts';

/** What the phone has on the disk of its calls. */
export function ledgerOf(agent: Pick<Phone, 'app'>): string {
  const file = join(agent.app.userDataDir, 'calls.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Waits until the PBX has given the call to the phone again. */
export async function resumed(agent: Phone, id: string): Promise<PhoneCall> {
  await agent.callThat('to be had again', id, ({ lastGap }) => lastGap !== null, 30_000);
  return agent.callThat('to stand', id, ({ holdPending }) => !holdPending);
}

/** Chromium takes a melody for noise, and out, that is there already when it opens the microphone. */
export function speakAgain(sound: Sound): void {
  sound.speak('agent');
}

/** Nobody but the customer has said goodbye. */
export async function endsInPeace(agent: Phone, customer: CustomerCall, id: string): Promise<void> {
  expect(customer.messages()).not.toMatch(/^BYE /m);
  await customer.hangUp();
  await agent.call('ended', id);
}
