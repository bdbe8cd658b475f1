/** The real parts of a campaign: one agent's machine, the exchange, the server and its PostgreSQL, each of which may die by itself. */
import { CasqueApp } from '../lab/app.ts';
import { Asterisk } from '../lab/asterisk.ts';
import { demoAccounts, lineReady, signIn, syncedOnce } from '../lab/desk-steps.ts';
import { Display } from '../lab/display.ts';
import { kept } from '../lab/keep.ts';
import { Keyring } from '../lab/keyring.ts';
import { OwnNetwork } from '../lab/own-network.ts';
import { Postgres } from '../lab/postgres.ts';
import { CasqueServer } from '../lab/server.ts';
import { Sound } from '../lab/sound.ts';

export type House = {
  /** Undefined where no network of its own could be had. */
  readonly network: OwnNetwork | undefined;
  readonly sound: Sound;
  readonly asterisk: Asterisk;
  readonly postgres: Postgres;
  readonly server: CasqueServer;
  readonly app: CasqueApp;
  readonly stop: () => Promise<void>;
};

/** Starts everything; the agent is signed in, their line is ready, and all is synchronised. */
export async function startHouse(name: string): Promise<House> {
  const { keep, stop } = kept();
  try {
    const network = await OwnNetwork.open();
    const display = keep(await Display.start({ width: 1280, height: 720 }));
    const sound = keep(await Sound.start());
    const keyring = keep(await Keyring.start());
    const asterisk = keep(await Asterisk.start());
    const postgres = keep(await Postgres.start());
    const server = keep(await CasqueServer.start({ asterisk, databaseUrl: postgres.url }));
    const app = keep(await CasqueApp.launch({ name, display, sound, keyring, serverUrl: server.url }));
    const desk = await app.desk();
    await signIn(desk, demoAccounts.lea);
    await lineReady(desk, '201');
    await syncedOnce(desk);
    sound.speak('agent');
    return { network, sound, asterisk, postgres, server, app, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
