/**
 * A session bus and a keyring of its own, already unlocked, so that Electron's `safeStorage` encrypts as on a desktop.
 * `absent: true` starts the bus alone: a machine without a keyring.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { labFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { Program } from './program.ts';
import { waitFor } from './wait.ts';

const run = promisify(execFile);

export interface KeyringOptions {
  /** Only a session bus, nobody who keeps secrets. Default false. */
  readonly absent?: boolean;
}

export class Keyring {
  readonly env: NodeJS.ProcessEnv;
  /** The command line switch with which Electron looks for the keyring, since no desktop environment runs here. */
  readonly switches: readonly string[];
  readonly #folder: LabFolder;
  readonly #programs: readonly Program[];

  private constructor(folder: LabFolder, programs: readonly Program[], address: string, absent: boolean) {
    this.#folder = folder;
    this.#programs = programs;
    this.env = { DBUS_SESSION_BUS_ADDRESS: address };
    this.switches = [absent ? '--password-store=basic' : '--password-store=gnome-libsecret'];
  }

  static async start({ absent = false }: KeyringOptions = {}): Promise<Keyring> {
    const folder = labFolder('keyring');
    const env = { PATH: process.env.PATH, HOME: folder.path, XDG_RUNTIME_DIR: folder.path, LANG: 'C.UTF-8' };
    const bus = new Program('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], { env });
    const programs = [bus];
    try {
      const [address] = await bus.printed(/unix:\S+/);
      if (!absent) {
        // The first password given creates the login keyring, which then is the default one and open.
        const daemon = new Program('gnome-keyring-daemon', ['--foreground', '--components=secrets', '--unlock'], {
          env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
          input: 'lab',
        });
        programs.unshift(daemon);
        await waitFor('the keyring', () => isOwned(address, 'org.freedesktop.secrets'), {
          details: () => daemon.output,
        });
      }
      return new Keyring(folder, programs, address, absent);
    } catch (error) {
      for (const program of programs) await program.stop();
      folder.remove();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const program of this.#programs) await program.stop();
    this.#folder.remove();
  }
}

async function isOwned(address: string, name: string): Promise<boolean> {
  const method = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner'];
  const { stdout } = await run('dbus-send', [`--bus=${address}`, '--print-reply', ...method, `string:${name}`]);
  return stdout.includes('boolean true');
}
