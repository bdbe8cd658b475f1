/** The option that starts Casque again when it dies: the call goes on without anybody's hand, and quitting is still quitting. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { holds } from '../lab/axe.ts';
import { CustomerCall } from '../lab/customer.ts';
import { answer, demoAccounts, incomingCard, lineReady, signIn, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { labFolder, type LabFolder } from '../lab/folder.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';
import { waitFor } from '../lab/wait.ts';

const customer = { name: 'Annick Roussel', number: '+33261910012' };

let folder: LabFolder;
const { keep, stop } = kept();
const profile = (): string => join(folder.path, 'profile');

test.beforeEach(() => {
  folder = labFolder('watchdog');
});

test.afterEach(async () => {
  // The guardians first, or they would start it again.
  for (const pid of [...guardians(), ...programs()]) end(pid);
  await stop();
  folder.remove();
});

/** Whose command says so. Chromium writes its own anew, without the zeros between the words. */
function processes(fits: (command: string) => boolean): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && fits(commandOf(pid)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function guardians(): number[] {
  return processes((command) => command.includes('casque-guardian') && command.includes(join(profile(), 'deaths')));
}

/** Main processes, whoever started them. */
function programs(): number[] {
  return processes(
    (command) =>
      command.includes(`--user-data-dir=${profile()}`) &&
      !command.includes('casque-guardian') &&
      !command.includes('--type='),
  );
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function incidents(): { readonly code: string; readonly after?: string; readonly why?: string }[] {
  const file = join(profile(), 'incidents.jsonl');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { readonly code: string });
}

async function oneProgram(otherThan: readonly number[]): Promise<number> {
  return await waitFor('Casque to be started again', () => programs().find((pid) => !otherThan.includes(pid)), {
    timeoutMs: 30_000,
  });
}

test('Casque is killed in a call: it is back by itself and the call goes on; it gives up when it dies again and again', async () => {
  test.setTimeout(240_000);
  const display = keep(await Display.start({ width: 1280, height: 720 }));
  const sound = keep(await Sound.start());
  const keyring = keep(await Keyring.start());
  const asterisk = keep(await Asterisk.start());
  const server = keep(await CasqueServer.start({ asterisk }));
  const options = { display, sound, keyring, serverUrl: server.url, userDataDir: profile(), name: 'watchdog' };
  const app = keep(await CasqueApp.launch(options));
  const desk = await app.desk();
  await signIn(desk, demoAccounts.lea);
  await lineReady(desk, '201');
  await syncedOnce(desk);
  expect(guardians()).toEqual([]);

  await test.step('the option is in the settings, off at first, and holds at once', async () => {
    await desk.keyboard.press('Control+,');
    const option = desk.getByRole('checkbox', { name: 'Relancer Casque s’il s’arrête brutalement' });
    await expect(option).not.toBeChecked();
    await option.check();
    await option.scrollIntoViewIfNeeded();
    await app.screenshot('watchdog-setting');
    await holds(desk, 'settings with the watchdog');
    await expect.poll(guardians).toHaveLength(1);
    await option.uncheck();
    await expect.poll(guardians).toEqual([]);
    await option.check();
    await expect.poll(guardians).toHaveLength(1);
    await desk.keyboard.press('Escape');
    const [guardian] = guardians();
    // Its pipe, and nothing of ours: Chromium leaves the files of its databases open for children.
    await expect.poll(() => readdirSync(`/proc/${guardian}/fd`).toSorted()).toEqual(['0', '1', '2']);
  });

  await test.step('the call goes on after everything was killed', async () => {
    sound.speak('agent');
    const call = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: customer.number }));
    await incomingCard(desk).getByText(customer.name).waitFor();
    await answer(desk, customer.name);
    sound.hush();
    await app.kill();
    await oneProgram([]);
    await waitFor('the call to be had again', () => incidents().some(({ why }) => why === 'restart'), {
      timeoutMs: 60_000,
      details: () => JSON.stringify(incidents()),
    });
    sound.speak('agent');
    await expect.poll(async () => (await call.heard.listen('agent', 1500)).heard, { timeout: 30_000 }).toBe(true);
    expect(call.messages()).not.toMatch(/^BYE /m);
    expect(incidents().filter(({ after }) => after === 'death')).toHaveLength(1);
  });

  await test.step('three deaths within a minute are enough', async () => {
    const [first] = programs();
    if (first === undefined) throw new Error('It does not run.');
    await expect.poll(guardians).toHaveLength(1);
    end(first);
    const second = await oneProgram([first]);
    await expect.poll(guardians, { timeout: 30_000 }).toHaveLength(1);
    end(second);
    await expect.poll(() => [...programs(), ...guardians()], { timeout: 30_000 }).toEqual([]);
    expect(existsSync(join(profile(), 'deaths'))).toBe(false);
  });

  await test.step('after quitting it stays away', async () => {
    await app.start();
    await app.desk();
    await expect.poll(guardians, { timeout: 30_000 }).toHaveLength(1);
    await app.quit();
    await expect.poll(() => [...programs(), ...guardians()], { timeout: 30_000 }).toEqual([]);
    expect(incidents().at(-1)).toMatchObject({ code: 'app-quit' });
  });
});
