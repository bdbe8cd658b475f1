/**
 * `npm start` where there is no display: takes one whole practice call by itself, says what happens, and succeeds only if the
 * ticket is on the server, with the call and the note.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CasqueApp } from '../../tests/lab/app.ts';
import { Display } from '../../tests/lab/display.ts';
import { Keyring } from '../../tests/lab/keyring.ts';
import { Sound } from '../../tests/lab/sound.ts';
import { waitFor } from '../../tests/lab/wait.ts';
import { ROOT } from '../setup/paths.mjs';
import { hasCommand } from '../setup/run.mjs';
import { say, SetupProblem } from '../setup/say.mjs';
import { takePracticeCall } from './practice-call.mjs';
import { openServer } from './server-data.mjs';

const screenshots = join(ROOT, 'screenshots');

/**
 * @param {{ serverUrl: string, account: { login: string, password: string } }} options
 * @returns {Promise<number>} 0 only if the ticket reached the server
 */
export async function runPractice({ serverUrl, account }) {
  if (!hasCommand('Xvfb')) {
    throw new SetupProblem(
      'There is no display here, and no Xvfb to stand in for one: install Xvfb, or start Casque on a desktop.',
    );
  }
  mkdirSync(screenshots, { recursive: true });
  const parts = [];
  const keep = (part) => {
    parts.unshift(part);
    return part;
  };
  try {
    say('There is no display here: Casque takes one practice call by itself, on a screen in memory.');
    const server = await openServer(serverUrl, account);
    keep({ stop: () => server.close() });
    const before = await server.read();
    const display = keep(await Display.start());
    const sound = hasCommand('pulseaudio') ? keep(await Sound.start()) : undefined;
    const keyring = hasCommand('gnome-keyring-daemon') ? keep(await Keyring.start()) : undefined;
    if (!sound) say('  No PulseAudio here: Chromium’s pretended microphone stands in.');
    const app = keep(await CasqueApp.launch(appOptions({ serverUrl, account, display, sound, keyring })));
    const { note } = await takePracticeCall({
      app,
      account,
      sound,
      say: (text) => say(`  ${text}`),
      shoot: shooter(app),
    });
    const ticket = await waitFor(
      'the ticket on the server',
      async () => newTicketWith(await server.read(), before, note),
      { timeoutMs: 20_000, everyMs: 250 },
    );
    say(
      `  The server has the ticket “${ticket.subject}”, with the call and the note. Screenshots are in screenshots/.`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write('The practice call did not reach the server.\n');
    return 1;
  } finally {
    for (const part of parts) await part.stop();
  }
}

function appOptions({ serverUrl, account, display, sound, keyring }) {
  const pretended = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  return {
    name: 'practice-run',
    display,
    serverUrl,
    args: ['--practice', '--customer-calls', ...(sound ? [] : pretended)],
    env: { CASQUE_PRACTICE_LOGIN: account.login, CASQUE_PRACTICE_PASSWORD: account.password },
    ...(sound ? { sound } : {}),
    ...(keyring ? { keyring } : {}),
  };
}

/** Numbered, so that the folder shows the call in order. */
function shooter(app) {
  let number = 0;
  return async (name) => {
    const page = await app.desk();
    await page.screenshot({ path: join(screenshots, `${String(++number).padStart(2, '0')}-${name}.png`) });
  };
}

/** A ticket that was not there before, with an answered call and this very note in its timeline, and each exactly once. */
function newTicketWith(now, before, note) {
  const fresh = [...now.tickets.values()].filter(({ id }) => !before.tickets.has(id));
  return fresh.find(({ id }) => {
    const notes = [...now.entries.values()].filter((entry) => entry.ticketId === id && entry.text === note);
    const calls = [...now.calls.values()].filter((call) => call.ticketId === id && call.outcome === 'answered');
    return notes.length === 1 && calls.length === 1;
  });
}
