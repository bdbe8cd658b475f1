/** A screen of its own for the application under test (Xvfb). */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Program } from './program.ts';

export interface DisplayOptions {
  /** Pixels. Default 1440. */
  readonly width?: number;
  /** Pixels. Default 900. */
  readonly height?: number;
}

export class Display {
  /** Such as `:0`, for the environment variable DISPLAY. */
  readonly name: string;
  readonly #program: Program;

  private constructor(name: string, program: Program) {
    this.name = name;
    this.#program = program;
  }

  static async start({ width = 1440, height = 900 }: DisplayOptions = {}): Promise<Display> {
    // With -displayfd the server chooses a free number by itself and prints it when it takes connections.
    const program = new Program('Xvfb', [
      '-displayfd',
      '1',
      '-screen',
      '0',
      `${width}x${height}x24`,
      '-nolisten',
      'tcp',
    ]);
    const [, number] = await program.printed(/^(\d+)\s*$/m);
    return new Display(`:${number}`, program);
  }

  get env(): NodeJS.ProcessEnv {
    // Chromium would prefer a Wayland session, were the tests started from one.
    return { DISPLAY: this.name, WAYLAND_DISPLAY: undefined, XDG_SESSION_TYPE: 'x11' };
  }

  /** A key of the keyboard, whichever window has the focus. @param keys as xdotool names them: `ctrl+shift+F2` */
  async press(keys: string): Promise<void> {
    await promisify(execFile)('xdotool', ['key', keys], { env: { ...process.env, ...this.env } });
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }
}
