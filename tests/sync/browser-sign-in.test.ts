import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDeviceKey, publicHalf } from '../../domain/wire/proof.ts';
import { BrowserSignIn } from '../../electron/session/browser-sign-in.ts';
import { signInBack, signInWays } from '../../renderer/desk/session/sign-in.ts';
import { IdentityProvider, signInAtProvider } from '../lab/identity-provider.ts';
import { agents } from './support/organisation.ts';
import { startTestServer, type TestServer } from './support/server.ts';

let idp: IdentityProvider;
let server: TestServer;
let cameBack = 0;
/** Resolves when the browser has seen the page that it came back to. */
let browsed: Promise<void> = Promise.resolve();
beforeAll(async () => {
  idp = await IdentityProvider.start();
  idp.accounts.set('u-1', { preferred_username: 'alice' });
  server = await startTestServer({ environment: idp.env });
});
afterAll(async () => {
  await server.stop();
  await idp.stop();
});

/** The shell's half of a sign-in, with a browser that does this. */
function shellWith(browser: (url: string, shell: BrowserSignIn) => Promise<void>, patience?: number): BrowserSignIn {
  const shell: BrowserSignIn = new BrowserSignIn({
    fetch,
    openExternal: async (url) => {
      // A browser is another program: nobody waits for it.
      browsed = browser(url, shell);
      return await Promise.resolve();
    },
    onBack: () => (cameBack += 1),
    ...(patience === undefined ? {} : { patience }),
  });
  return shell;
}

async function goBack(url: URL, language = 'fr-FR'): Promise<string> {
  const response = await fetch(url, { headers: { 'accept-language': language } });
  return await response.text();
}

describe('a sign-in in the system’s browser', () => {
  it('ends at the desk with a session that is bound to it', async () => {
    expect(await signInWays(fetch, server.url)).toEqual({ provider: { name: 'Annuaire Lannion' }, password: true });
    let page = '';
    const back = await shellWith(async (url) => {
      page = await goBack(await signInAtProvider(url, 'u-1'));
    }).run(server.url);
    await browsed;
    expect(cameBack).toBe(1);
    const key = await newDeviceKey(crypto.subtle);
    const reply = await signInBack(fetch, server.url, { ...back!, device: 'test', key: publicHalf(key) });
    expect(reply).toMatchObject({ ok: true, value: { bound: true, agent: { id: agents.alice.id } } });
    expect(page).toContain('Vous pouvez fermer cet onglet');
    for (const secret of [back!.code, back!.state, back!.verifier]) expect(page).not.toContain(secret);
  });

  it('is told as refused when the person does not agree', async () => {
    let page = '';
    const refused = shellWith(async (url) => {
      page = await goBack(await signInAtProvider(url, 'u-1', true), 'en');
    }).run(server.url);
    await expect(refused).rejects.toMatchObject({ code: 'AUTH_PROVIDER_REFUSED' });
    await browsed;
    expect(page).toContain('did not work');
  });

  it('is not ended by another page that asks the port for something', async () => {
    const answers: number[] = [];
    const back = await shellWith(async (url) => {
      const home = await signInAtProvider(url, 'u-1');
      const others = [
        new URL('/?code=made-up&state=made-up', home),
        new URL('/favicon.ico', home),
        new URL(`/other${home.search}`, home),
      ];
      for (const other of others) answers.push((await fetch(other)).status);
      answers.push((await fetch(home, { method: 'POST' })).status, (await fetch(home)).status);
    }).run(server.url);
    await browsed;
    expect(back?.code).toBeTruthy();
    expect(answers.slice(0, 4)).toEqual([404, 404, 404, 404]);
  });

  it('can be stopped, and is over when nobody comes back', async () => {
    expect(
      await shellWith(async (_url, shell) => {
        await Promise.resolve();
        shell.stop();
      }).run(server.url),
    ).toBeNull();
    expect(await shellWith(() => Promise.resolve(), 50).run(server.url)).toBeNull();
  });

  it('says what is wrong with the server', async () => {
    const never = shellWith(() => Promise.reject(new Error('no browser is opened')));
    await expect(never.run('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    const without = await startTestServer();
    await expect(never.run(without.url)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await signInWays(fetch, without.url)).toEqual({ provider: null, password: true });
    await without.stop();
  });
});
