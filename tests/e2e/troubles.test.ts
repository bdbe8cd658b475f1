/** What goes wrong is said on the screen in a sentence that a person can act on, and nothing else stops working. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { DeskBridge } from '../../renderer/bridges/desk-bridge.ts';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { CustomerCall } from '../lab/customer.ts';
import {
  demoAccounts,
  incomingCard,
  lineReady,
  signIn,
  statusLine,
  syncedOnce,
  typeSignIn,
} from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { freeTcpPort } from '../lab/port.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { holds } from '../lab/axe.ts';
import { request, signIn as signInElsewhere } from '../sync/support/desk.ts';

declare const window: { readonly casque: DeskBridge };

let display: Display;
let sound: Sound;
const { keep, stop } = kept();

test.beforeAll(async () => {
  display = await Display.start();
  sound = await Sound.start();
});

test.afterEach(async () => {
  await stop();
  await sound.plug('microphone');
});

test.afterAll(async () => {
  await sound.stop();
  await display.stop();
});

async function deskAt(serverUrl: string | undefined): Promise<Page> {
  const options = { name: `troubles ${test.info().title}`, display, sound };
  const app = keep(await CasqueApp.launch(serverUrl === undefined ? options : { ...options, serverUrl }));
  return await app.desk();
}

/** The sentence under the sign-in form. */
function problem(desk: Page): Locator {
  return desk.getByRole('form').getByRole('alert');
}

/** A web server that answers every request with this body. */
async function answering(status: number, body: string): Promise<string> {
  const server: Server = createServer((request, response) => {
    const headers = {
      'access-control-allow-origin': 'app://desk',
      'access-control-allow-headers': 'authorization, content-type',
      'content-type': 'application/json',
    };
    response.writeHead(request.method === 'OPTIONS' ? 204 : status, headers).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  keep({
    stop: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const info = {
  agent: {
    id: '01980000-0000-7000-8000-000000000201',
    scope: '00000000-0000-0000-0000-000000000000',
    login: 'lea.martin',
    name: 'Léa Martin',
    role: 'agent',
    teamIds: [],
    extension: '201',
  },
  teams: [],
  serverName: 'Essai',
  expiresAt: '2099-01-01T00:00:00.000Z',
  token: 'a-token-of-a-server-that-is-not-quite-right',
};

test.describe('signing in', () => {
  test('with a wrong password', async () => {
    const server = keep(await CasqueServer.start());
    const desk = await deskAt(server.url);
    await typeSignIn(desk, { ...demoAccounts.lea, password: 'pas le bon' });
    await expect(problem(desk)).toHaveText('L’identifiant ou le mot de passe n’est pas le bon.');
    await signIn(desk, demoAccounts.lea);
  });

  test('where I forgot to sign out: the settings show it, and sign me out there', async () => {
    const server = keep(await CasqueServer.start());
    const desk = await deskAt(server.url);
    await signIn(desk, demoAccounts.lea);
    const { login, password } = demoAccounts.lea;
    const { token } = await signInElsewhere(server.url, login, password);
    await desk.keyboard.press('Control+,');
    const sessions = desk.getByRole('region', { name: 'Où vous êtes connecté' });
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await expect(sessions.getByRole('listitem').first()).toContainText('Cet ordinateur');
    await expect(sessions.getByRole('listitem').last()).toContainText('Vu pour la dernière fois');
    await holds(desk, 'the sessions');
    await sessions.getByRole('button', { name: 'Déconnecter test' }).press('Enter');
    await expect(sessions.getByRole('status')).toHaveText('test est déconnecté.');
    await expect(sessions.getByRole('listitem')).toHaveCount(1);
    const { status } = await request(server.url, 'GET', '/v1/session', { token });
    expect(status).toBe(401);
    await desk.keyboard.press('Escape');
    await syncedOnce(desk);
  });

  test('at a server that is not there at the first start, and is there a moment later', async () => {
    const server = keep(CasqueServer.reserve(await freeTcpPort()));
    const desk = await deskAt(server.url);
    await typeSignIn(desk, demoAccounts.lea);
    await expect(problem(desk)).toHaveText('Le serveur ne répond pas. Vérifiez le réseau.');
    await server.boot();
    await signIn(desk, demoAccounts.lea);
  });

  test('with an address that is none', async () => {
    const desk = await deskAt(undefined);
    await desk.getByLabel('Adresse du serveur').fill('http://');
    await typeSignIn(desk, demoAccounts.lea);
    await expect(problem(desk)).toHaveText('Cette adresse de serveur n’est pas valable.');
  });

  test('at a web server that is no Casque', async () => {
    const desk = await deskAt(await answering(200, '{"welcome":"to the printer"}'));
    await typeSignIn(desk, demoAccounts.lea);
    await expect(problem(desk)).toHaveText(
      'Cette adresse répond, mais ce n’est pas un serveur Casque de cette version.',
    );
  });

  for (const [what, line] of [
    ['is no line', 'sip:201'],
    ['names no server', { aor: 'sip:201@pbx', authorizationUser: '201', password: 'x', displayName: '', servers: [] }],
  ] as const) {
    test(`with a provisioning that ${what}`, async () => {
      const desk = await deskAt(await answering(200, JSON.stringify({ ...info, line })));
      await typeSignIn(desk, demoAccounts.lea);
      await expect(problem(desk)).toHaveText(
        'Votre ligne téléphonique est mal configurée sur le serveur. Prévenez votre administrateur.',
      );
    });
  }

  test('again when the keyring that has the session is gone, though the desk expected to begin where it was', async () => {
    const keyring = keep(await Keyring.start());
    const server = keep(await CasqueServer.start());
    const app = keep(await CasqueApp.launch({ name: 'keyring gone', display, sound, keyring, serverUrl: server.url }));
    await signIn(await app.desk(), demoAccounts.lea);
    await syncedOnce(await app.desk());
    await app.quit();
    await app.start();
    await syncedOnce(await app.desk());
    await app.quit();

    await keyring.stop();
    await app.start();
    const desk = await app.desk();
    await expect(desk.getByText('Ce poste ne peut pas garder votre session en sécurité')).toBeVisible();
    await signIn(desk, demoAccounts.lea);
    await app.quit();

    // What cannot be kept is not expected either.
    await app.start();
    const kept = await (await app.desk()).evaluate(() => localStorage.getItem('casque.start'));
    expect(kept).toBeNull();
  });

  test('on a machine that cannot keep secrets', async () => {
    const server = keep(await CasqueServer.start());
    const desk = await deskAt(server.url);
    await signIn(desk, demoAccounts.lea);
    await expect(desk.getByText('Ce poste ne peut pas garder votre session en sécurité')).toBeVisible();
    // In the language that the screen has now, and not over the column where one types.
    await desk.evaluate(() => window.casque.request('desk:settings', { language: 'en' }));
    const notice = desk.getByText('This machine cannot keep your session safely');
    const column = desk.getByRole('region', { name: 'To do now' });
    // The screen is drawn once more for its language: what stood there a moment ago may have no place.
    await expect
      .poll(async () => {
        const [box, list] = await Promise.all([notice.boundingBox(), column.boundingBox()]);
        return box !== null && list !== null && box.x + box.width < list.x + list.width;
      })
      .toBe(true);
  });
});

test.describe('the line', () => {
  test('at a PBX that is not there: the tickets work, and the line comes with the PBX', async () => {
    const asterisk = keep(await Asterisk.start());
    await asterisk.halt();
    const server = keep(await CasqueServer.start({ asterisk }));
    const desk = await deskAt(server.url);
    await signIn(desk, demoAccounts.lea);
    await expect(statusLine(desk)).toContainText('Le standard téléphonique ne répond pas.');
    await syncedOnce(desk);
    const retry = statusLine(desk).getByRole('button', { name: 'Réessayer' });
    await expect(retry).toBeVisible();
    await asterisk.boot();
    // The line may come by itself before anybody is that quick.
    await Promise.race([retry.click().catch(() => undefined), lineReady(desk, '201')]);
    await lineReady(desk, '201');
  });

  test('whose password the PBX refuses', async () => {
    const asterisk = keep(await Asterisk.start());
    const env = { CASQUE_DEMO_SIP_PASSWORD_PREFIX: 'another-secret-' };
    const server = keep(await CasqueServer.start({ asterisk, env }));
    const desk = await deskAt(server.url);
    await signIn(desk, demoAccounts.lea);
    await expect(statusLine(desk)).toContainText(
      'Le standard refuse le mot de passe de votre ligne. Prévenez votre administrateur.',
    );
  });

  test('without a microphone: it rings, says what is missing, and can be answered once one is plugged in', async () => {
    const asterisk = keep(await Asterisk.start());
    const server = keep(await CasqueServer.start({ asterisk }));
    await sound.unplug('microphone');
    const desk = await deskAt(server.url);
    await signIn(desk, demoAccounts.lea);
    await expect(statusLine(desk)).toContainText('Aucun micro n’est branché.');
    const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33261910012' }));
    await expect(incomingCard(desk)).toContainText('Annick Roussel');
    await desk.keyboard.press('F2');
    await expect(desk.getByText('Aucun micro n’est branché.').first()).toBeVisible();
    await expect(incomingCard(desk)).toBeVisible();
    await sound.plug('microphone');
    await expect(statusLine(desk)).not.toContainText('Aucun micro');
    await desk.keyboard.press('F2');
    await call.reaches('talking');
    await call.hangUp();
  });
});
