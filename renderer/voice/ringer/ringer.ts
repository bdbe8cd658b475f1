import { Output, type OutputOptions } from '../audio/output.ts';

/** What rings: the ringer device, or every output that is plugged in. */
export class Ringer {
  readonly #options: OutputOptions;
  readonly #main: Output;
  /** By device id. */
  readonly #others = new Map<string, Output>();
  #device = '';
  #plugged: readonly string[] = [];
  #everywhere = false;
  #url: string | null = null;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#main = new Output(options);
  }

  /** @param deviceId of `enumerateDevices`; the empty string is the system's default */
  useDevice(deviceId: string): void {
    this.#device = deviceId;
    this.#main.useDevice(deviceId);
    this.#spread();
  }

  /** @param plugged ids of all outputs */
  ringEverywhere(everywhere: boolean, plugged: readonly string[]): void {
    this.#everywhere = everywhere;
    this.#plugged = plugged;
    this.#spread();
  }

  /** Null stops it; the same address goes on as it is. */
  loop(url: string | null): void {
    this.#url = url;
    this.#main.loop(url);
    for (const output of this.#others.values()) output.loop(url);
  }

  playOnce(url: string): void {
    this.#main.playOnce(url);
    for (const output of this.#others.values()) output.playOnce(url);
  }

  stopAll(): void {
    this.#url = null;
    for (const output of [this.#main, ...this.#others.values()]) output.stopAll();
  }

  #spread(): void {
    const wanted = new Set(this.#everywhere ? this.#plugged.filter((id) => id !== this.#device) : []);
    for (const [id, output] of [...this.#others]) {
      if (wanted.has(id)) continue;
      output.stopAll();
      this.#others.delete(id);
    }
    for (const id of wanted) {
      if (this.#others.has(id)) continue;
      const output = new Output(this.#options);
      output.useDevice(id);
      output.loop(this.#url);
      this.#others.set(id, output);
    }
  }
}
