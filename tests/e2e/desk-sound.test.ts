/** What the desk says about the sound, on the practice line: devices that come and go, and what the microphone gives. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { DeskBridge } from '../../renderer/bridges/desk-bridge.ts';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { answer, callLine, demoAccounts, incomingCard } from '../lab/desk-steps.ts';
import { practising, startDeskLab, type DeskLab } from '../lab/fixtures.ts';
import { kept } from '../lab/keep.ts';
import { Sound } from '../lab/sound.ts';

declare const window: { readonly casque: DeskBridge };

const customer = 'Annick Roussel';

const { keep, stop } = kept();
let machine: DeskLab['machine'];
let sound: Sound;
let app: CasqueApp;
let desk: Page;

test.beforeAll(async () => {
  ({ machine } = await startDeskLab(keep));
});

test.beforeEach(async () => {
  const name = `desk-sound ${test.info().title}`;
  sound = await Sound.start();
  await sound.plug('deskMicrophone');
  await sound.unplug('headset');
  await sound.unplug('microphone');
  app = await CasqueApp.launch({ ...machine, name, sound, args: ['--practice'] });
  desk = await practising(app, demoAccounts.lea);
});

test.afterEach(async () => {
  await app.stop();
  await sound.stop();
});

test.afterAll(stop);

const inCall = async (): Promise<void> => {
  await desk.keyboard.press('Control+Shift+E');
  await incomingCard(desk).getByText(customer).waitFor();
  await answer(desk, customer);
};

/** What is chosen for the voices, in the settings. */
async function chosenSpeaker(): Promise<string | null> {
  await desk.keyboard.press('Control+,');
  const speaker = desk.getByRole('combobox', { name: 'Casque ou haut-parleur', exact: true });
  const chosen = await speaker.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text ?? null);
  await desk.keyboard.press('Escape');
  await expect(speaker).toBeHidden();
  return chosen;
}

const banner = (): Locator => desk.getByRole('group', { name: 'Appareil audio' });

test('a headset that is plugged in during a call is followed and said, and one key goes back', async () => {
  await inCall();
  const before = await chosenSpeaker();
  await sound.plug('headset');
  await sound.plug('microphone');
  await expect(banner()).toContainText('Headset est branché');
  expect(await chosenSpeaker()).toBe('Headset');
  // Reached with the keyboard, it stays as long as the person is at it.
  await banner().getByRole('button', { name: 'Revenir à l’appareil d’avant' }).focus();
  await desk.keyboard.press('Enter');
  await expect(banner()).toBeHidden();
  expect(await chosenSpeaker()).toBe(before);

  await desk.keyboard.press('Control+,');
  await desk.getByRole('combobox', { name: 'Casque ou haut-parleur', exact: true }).selectOption('Headset');
  await desk.keyboard.press('Escape');
  await sound.unplug('headset');
  await expect(banner()).toContainText('Headset est débranché');
  await banner().getByRole('button', { name: 'Masquer' }).click();
  await expect(banner()).toBeHidden();
  await expect(callLine(desk, customer)).toContainText('En communication');
});

test('the button for more is to be seen in a narrow window', async () => {
  await inCall();
  const icon = callLine(desk, customer).getByRole('button', { name: 'Plus d’actions' }).locator('svg');
  await expect(icon).toBeVisible();
});

test('who speaks while muted is told so, and unmutes at the same key', async () => {
  await inCall();
  await desk.keyboard.press('m');
  await expect(callLine(desk, customer).getByRole('button', { name: 'Muet' })).toHaveAttribute('aria-pressed', 'true');
  sound.speak('agent');
  const told = desk.getByRole('group', { name: 'Micro', exact: true });
  await expect(told).toContainText('Vous parlez, mais votre micro est coupé');
  await expect(desk.getByRole('alert').filter({ hasText: 'Vous parlez' })).toBeAttached();
  await desk.keyboard.press('m');
  await expect(told).toBeHidden();
  await expect(callLine(desk, customer).getByRole('button', { name: 'Muet' })).toHaveAttribute('aria-pressed', 'false');
});

test('what the strip and the settings say about the sound is accessible, in both themes', async () => {
  await inCall();
  await desk.keyboard.press('Shift+N');
  await sound.plug('headset');
  await sound.plug('microphone');
  await expect(banner()).toBeVisible();
  await banner().getByRole('button', { name: 'Masquer' }).focus();
  await desk.keyboard.press('F6');
  sound.speak('agent');
  await desk.getByRole('group', { name: 'Micro', exact: true }).waitFor();
  for (const theme of ['light', 'dark'] as const) {
    await desk.evaluate((given) => window.casque.request('desk:settings', { theme: given }), theme);
    await expect(desk.locator('html')).toHaveAttribute('data-theme', theme);
    await holds(desk, `the banners, ${theme}`);
    await desk.keyboard.press('Control+,');
    await desk.getByRole('meter', { name: 'Niveau du micro' }).waitFor();
    await holds(desk, `the settings, ${theme}`);
    await desk.keyboard.press('Escape');
  }
});

test('the settings show how loud the microphone is, without a call', async () => {
  await desk.keyboard.press('Control+,');
  const meter = desk.getByRole('meter', { name: 'Niveau du micro' });
  await expect(meter).toHaveAttribute('aria-valuenow', '0');
  sound.speak('agent');
  await expect(meter).toHaveAttribute('aria-valuenow', /^[1-9]/);
});

test('a key takes the noise out of a call and leaves it in again', async () => {
  await inCall();
  const noise = callLine(desk, customer).getByRole('button', { name: 'Réduction du bruit' });
  await expect(noise).toHaveAttribute('aria-pressed', 'false');
  await desk.keyboard.press('Shift+F6');
  await expect(noise).toHaveAttribute('aria-pressed', 'true');
  await expect(noise).toHaveAttribute('title', 'Réduction du bruit activée (Maj+N)');
  await noise.click();
  await expect(noise).toHaveAttribute('aria-pressed', 'false');
});

test('a call that rings behind another window is in a notification, which answers and rejects it', async () => {
  await app.electron.evaluate(({ Notification, Tray }) => {
    const shown: Electron.Notification[] = [];
    const signs = { shown, closed: 0, tips: [] as string[] };
    Object.assign(globalThis, { signs });
    // This machine has no notifications: what would be shown is kept.
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      shown.push(this);
    };
    Notification.prototype.close = () => {
      signs.closed++;
    };
    const setToolTip = Object.getOwnPropertyDescriptor(Tray.prototype, 'setToolTip')?.value as (tip: string) => void;
    Tray.prototype.setToolTip = function (this: Electron.Tray, tip: string) {
      signs.tips.push(tip);
      setToolTip.call(this, tip);
    };
  });
  type Signs = { readonly shown: Electron.Notification[]; readonly closed: number; readonly tips: readonly string[] };
  const notifications = (): Promise<{ titles: string[]; bodies: string[]; closed: number; tip: string }> =>
    app.electron.evaluate(() => {
      const { shown, closed, tips } = (globalThis as unknown as { signs: Signs }).signs;
      const titles = shown.map(({ title }) => title);
      return { titles, bodies: shown.map(({ body }) => body), closed, tip: tips.at(-1) ?? '' };
    });
  const press = (notification: number, action: number): Promise<void> =>
    app.electron.evaluate(
      (_, [which, index]) => {
        const { shown } = (globalThis as unknown as { signs: Signs }).signs;
        shown[which]?.emit('action', {}, index);
      },
      [notification, action] as const,
    );
  const rings = async (): Promise<void> => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.isVisible())
        ?.blur();
    });
    await desk.keyboard.press('Control+Shift+E');
    await incomingCard(desk).waitFor();
  };

  await rings();
  await expect.poll(notifications).toMatchObject({ titles: [customer], closed: 0, tip: `Appel entrant: ${customer}` });
  await press(0, 0);
  await expect(callLine(desk, customer)).toContainText('En communication');
  await expect.poll(notifications).toMatchObject({ closed: 1, tip: 'Casque: En communication' });
  await desk.keyboard.press('F4');
  await expect(callLine(desk, customer)).toBeHidden();

  await rings();
  await expect.poll(async () => (await notifications()).titles).toHaveLength(2);
  await press(1, 1);
  await expect(incomingCard(desk)).toBeHidden();
  await expect.poll(notifications).toMatchObject({ closed: 2, tip: 'Casque: Prêt à recevoir des appels' });
});
