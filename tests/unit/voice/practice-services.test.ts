import { describe, expect, it } from 'vitest';
import { PracticeServices } from '../../../renderer/voice/practice/practice-services.ts';
import { activityIn, readDialogInfo } from '../../../renderer/voice/sip/dialog-info.ts';

/** What a hint says: true for busy, undefined while it has said nothing. */
function follow(services: PracticeServices, user: string): () => boolean | undefined {
  let busy: boolean | undefined;
  services.watch({ user, event: 'dialog' }, (body) => {
    const dialogs = body === null ? undefined : readDialogInfo(body);
    busy = dialogs === undefined ? undefined : activityIn(dialogs) !== 'idle';
  });
  return () => busy;
}

describe('the queue of the practice line', () => {
  it('has the agent in it from the beginning, and says so as an exchange does', async () => {
    const services = new PracticeServices();
    const [signedIn, paused] = [
      follow(services, services.codes.signedInHint),
      follow(services, services.codes.pausedHint),
    ];
    expect(signedIn()).toBeUndefined();
    await Promise.resolve();
    expect([signedIn(), paused(), services.takesCalls]).toEqual([true, false, true]);
  });

  it('takes the codes, and sends no customer to an agent who is away', async () => {
    const services = new PracticeServices();
    const [signedIn, paused] = [
      follow(services, services.codes.signedInHint),
      follow(services, services.codes.pausedHint),
    ];
    await Promise.resolve();
    expect(await services.dialCode(services.codes.pause).taken).toBe(true);
    expect([paused(), services.takesCalls]).toEqual([true, false]);
    services.dialCode(services.codes.unpause);
    services.dialCode(services.codes.signOut);
    expect([signedIn(), paused(), services.takesCalls]).toEqual([false, false, false]);
    services.dialCode(services.codes.signIn);
    expect(services.takesCalls).toBe(true);
  });

  it('knows of no mailbox and of no colleagues', async () => {
    const services = new PracticeServices();
    let told = 0;
    const stop = services.watch({ user: '202', event: 'dialog' }, () => (told += 1));
    services.watch({ user: services.user, event: 'message-summary' }, () => (told += 1));
    await Promise.resolve();
    stop();
    expect(told).toBe(0);
  });
});
