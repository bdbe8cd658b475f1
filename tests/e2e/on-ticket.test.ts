/** Two people have the same ticket open: each sees the other there, and that they write, and that they have gone. */
import { expect, test, type Page } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { holds } from '../lab/axe.ts';
import { ticketNamed } from '../lab/colleague.ts';
import { demoAccounts, newTicket, noteField, signIn, statusLine, subjectField, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { CasqueServer } from '../lab/server.ts';
import { signIn as asAgent } from '../sync/support/desk.ts';
import { FlakyProxy } from '../sync/support/flaky-proxy.ts';
import { TicketDesk } from '../sync/support/ticket-desk.ts';

const subject = 'Box qui redémarre';

let display: Display;
let server: CasqueServer;
let network: FlakyProxy;

test.beforeAll(async () => {
  display = await Display.start({ width: 1280, height: 720 });
  server = await CasqueServer.start();
  network = await FlakyProxy.to(server.url);
});

test.afterAll(async () => {
  await network.close();
  await server.stop();
  await display.stop();
});

function head(desk: Page) {
  return desk.getByRole('main', { name: 'Ticket' });
}

test('two of us have a ticket open: I see who is there, that they write, and that they have gone', async () => {
  test.setTimeout(180_000);
  const mine = await CasqueApp.launch({ name: 'on-ticket-mine', display, serverUrl: network.url });
  const theirs = await CasqueApp.launch({ name: 'on-ticket-theirs', display, serverUrl: server.url });
  try {
    const [desk, other] = [await mine.desk(), await theirs.desk()];
    await signIn(desk, demoAccounts.lea);
    await syncedOnce(desk);
    await signIn(other, demoAccounts.karim);
    await syncedOnce(other);
    const karimIsThere = head(desk).getByText('Karim Benali est aussi ici');
    const karimWrites = head(desk).getByText('Karim Benali écrit ici');
    const told = await follow(desk);

    await test.step('I have it open alone', async () => {
      await newTicket(desk, subject);
      await syncedOnce(desk);
      await expect(head(desk).getByText(/ ici$/)).toHaveCount(0);
    });

    await test.step('Karim opens it: each of us sees the other, and a screen reader is told when it has time', async () => {
      await openBySearch(other);
      await expect(karimIsThere).toBeVisible();
      await expect.poll(told).toEqual(['Karim Benali est aussi sur ce ticket']);
      await expect(head(other).getByText('Léa Martin est aussi ici')).toBeVisible();
      await expect(noteField(desk)).toBeFocused();
      await shots(mine, desk, 'on-ticket-there-fr');
    });

    await test.step('he writes: I see it before he has sent anything', async () => {
      await noteField(other).fill('Le client a rappelé.');
      await expect(karimWrites).toBeVisible();
      await expect(karimIsThere).toBeHidden();
      await shots(mine, desk, 'on-ticket-writing-fr');
      await other.keyboard.press('Control+Enter');
      await expect(karimIsThere).toBeVisible();
    });

    await test.step('Sophie comes too, who writes; and in English', async () => {
      const ticketId = await ticketNamed(server.url, demoAccounts.karim, subject);
      const sophie = await TicketDesk.connect(
        server.url,
        (await asAgent(server.url, 'sophie.leroux', 'casque-demo')).token,
      );
      sophie.opens(ticketId, true);
      await expect(head(desk).getByText('Sophie Le Roux écrit ici')).toBeVisible();
      await expect(karimIsThere).toBeVisible();
      await settings(desk, { language: 'en' });
      await expect(head(desk).getByText('Karim Benali is here too')).toBeVisible();
      await shots(mine, desk, 'on-ticket-two-en');
      await settings(desk, { language: 'fr' });
      await sophie.close();
      await expect(head(desk).getByText('Sophie Le Roux')).toHaveCount(0);
    });

    await test.step('without the server I am shown nobody, since I cannot know', async () => {
      network.cut();
      await expect(statusLine(desk)).toContainText('Le serveur ne répond pas', { timeout: 60_000 });
      await expect(head(desk).getByText(/ ici$/)).toHaveCount(0);
      network.mend(server.url);
      await syncedOnce(desk);
      await expect(karimIsThere).toBeVisible();
    });

    await test.step('his machine dies: he is gone', async () => {
      await theirs.kill();
      await expect(karimIsThere).toBeHidden({ timeout: 30_000 });
      // Nobody had left when the server was away, and nobody came with it.
      await expect
        .poll(told)
        .toEqual([
          'Karim Benali est aussi sur ce ticket',
          'Sophie Le Roux est aussi sur ce ticket',
          'Sophie Le Roux n’est plus sur ce ticket',
          'Karim Benali n’est plus sur ce ticket',
        ]);
    });
  } finally {
    await theirs.stop();
    await mine.stop();
  }
});

/** What a screen reader is told from now on, when it has time, of who is on the ticket. */
async function follow(desk: Page): Promise<() => Promise<string[]>> {
  const said = await desk.evaluateHandle(() => {
    const sentences: string[] = [];
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (!(target instanceof Element) || target.closest('[aria-live="polite"]') === null) continue;
        for (const node of addedNodes) sentences.push(node.textContent ?? '');
      }
    }).observe(document.body, { subtree: true, childList: true });
    return sentences;
  });
  return async () => (await said.jsonValue()).filter((sentence) => sentence.endsWith('sur ce ticket'));
}

async function openBySearch(desk: Page): Promise<void> {
  await desk.keyboard.press('/');
  await desk.getByRole('combobox', { name: 'Rechercher' }).fill(subject);
  await expect(desk.getByRole('option', { name: new RegExp(subject) }).first()).toBeVisible();
  await desk.keyboard.press('Enter');
  await expect(subjectField(desk)).toHaveValue(subject);
}

async function settings(desk: Page, changed: { readonly language: 'fr' | 'en' }): Promise<void> {
  await desk.evaluate(async (change) => {
    const { casque } = window as unknown as {
      casque: { request(channel: string, argument: object): Promise<unknown> };
    };
    await casque.request('desk:settings', change);
  }, changed);
}

async function shots(app: CasqueApp, desk: Page, name: string): Promise<void> {
  await holds(desk, name);
  await app.screenshot(name);
  await desk.emulateMedia({ colorScheme: 'dark' });
  await holds(desk, `${name}, dark`);
  await app.screenshot(`${name}-dark`);
  await desk.emulateMedia({ colorScheme: 'light' });
}
