/** What most tests of the application begin with, and how all of it ends with them. */
import { expect, test as base, type Page } from '@playwright/test';
import type { AppOptions, CasqueApp } from './app.ts';
import { Asterisk } from './asterisk.ts';
import { lineReady, signIn, statusLine, syncedOnce, type Account } from './desk-steps.ts';
import { Display } from './display.ts';
import { kept, type Keep } from './keep.ts';
import { Keyring } from './keyring.ts';
import { PowerCutDisk } from './power-cut-disk.ts';
import { CasqueServer } from './server.ts';
import { Sound } from './sound.ts';

export const test = base.extend<{ readonly keep: Keep }>({
  keep: async ({}, use) => {
    const { keep, stop } = kept();
    await use(keep);
    await stop();
  },
});

/** The agent's machine, as `CasqueApp.launch` wants it. */
type Machine = Pick<AppOptions, 'display' | 'sound' | 'keyring' | 'args'> & { readonly serverUrl: string };

export type DeskLab = { readonly display: Display; readonly server: CasqueServer; readonly machine: Machine };

export type PracticeLab = DeskLab & { readonly sound: Sound };

export type PhoneLab = DeskLab & { readonly sound: Sound; readonly asterisk: Asterisk };

export type LabOptions = {
  /** The machine keeps secrets: who has signed in stays so over a start. Default false. */
  readonly keyring?: boolean;
};

/** A machine and a server, without an exchange. */
export async function startDeskLab(keep: Keep, options: LabOptions = {}): Promise<DeskLab> {
  const [display, keyring, server] = await Promise.all([
    startDisplay(keep),
    startKeyring(keep, options),
    CasqueServer.start().then(keep),
  ]);
  return { display, server, machine: { display, ...keyring, serverUrl: server.url } };
}

/** The same with sound devices, and the practice line in the place of an exchange. */
export async function startPracticeLab(keep: Keep): Promise<PracticeLab> {
  const [lab, sound] = await Promise.all([startDeskLab(keep), Sound.start().then(keep)]);
  return { ...lab, sound, machine: { ...lab.machine, sound, args: ['--practice'] } };
}

/** A machine and a server with sound devices, an exchange, and the demonstration agents' lines on it. */
export async function startPhoneLab(keep: Keep, options: LabOptions = {}): Promise<PhoneLab> {
  const [display, keyring, sound, [asterisk, server]] = await Promise.all([
    startDisplay(keep),
    startKeyring(keep, options),
    Sound.start().then(keep),
    startExchange(keep),
  ]);
  return { display, sound, asterisk, server, machine: { display, sound, ...keyring, serverUrl: server.url } };
}

async function startDisplay(keep: Keep): Promise<Display> {
  return keep(await Display.start({ width: 1280, height: 720 }));
}

async function startKeyring(keep: Keep, { keyring = false }: LabOptions): Promise<{ readonly keyring?: Keyring }> {
  return keyring ? { keyring: keep(await Keyring.start()) } : {};
}

async function startExchange(keep: Keep): Promise<readonly [Asterisk, CasqueServer]> {
  const asterisk = keep(await Asterisk.start());
  return [asterisk, keep(await CasqueServer.start({ asterisk }))];
}

/** The desk of an agent who has just signed in: all is synchronised, and the line is ready where there is one. */
export async function signedIn(app: CasqueApp, account: Account, line?: string): Promise<Page> {
  const desk = await app.desk();
  // The server is as new as the test: there is nothing unsent at another desk.
  await signIn(desk, account, { carried: true });
  if (line !== undefined) await lineReady(desk, line);
  await syncedOnce(desk);
  return desk;
}

/** The desk of an agent who signs in for the practice line; others may have done so before, on the same server. */
export async function practising(app: CasqueApp, account: Account): Promise<Page> {
  const desk = await app.desk();
  await signIn(desk, account);
  await syncedOnce(desk);
  await expect(statusLine(desk)).toContainText('Ligne d’entraînement prête');
  return desk;
}

/** A disk of the test's own; skips the test where this machine does not let a program have one. */
export async function ownDisk(keep: Keep): Promise<PowerCutDisk> {
  const disk = await PowerCutDisk.start();
  test.skip(disk === undefined, 'This machine lets nobody mount a disk.');
  return keep(disk as PowerCutDisk);
}
