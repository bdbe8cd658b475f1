export type OutputOptions = {
  /** What could not be played or routed; the call goes on. */
  readonly onProblem: (what: string, error: unknown) => void;
};

const letGoMs = 1_000;

type Voice = { readonly element: HTMLAudioElement; readonly stream: MediaStream };

/**
 * One output device and what plays on it: voices of calls, at most one looping sound, and one that plays once. Every element
 * follows the device when it changes.
 *
 * Chromium forgets a `setSinkId` that is under way when the element gets its source, so an element is routed first and given its source
 * then. One routed element is always kept in reserve: a voice must not wait for that.
 */
export class Output {
  readonly #options: OutputOptions;
  readonly #voices = new Map<string, Voice>();
  #reserve = new Audio();
  #loop: HTMLAudioElement | undefined;
  #loopUrl: string | null = null;
  #once: HTMLAudioElement | undefined;
  #onceTimer: ReturnType<typeof setTimeout> | undefined;
  #deviceId = '';

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** @param deviceId of `enumerateDevices`; the empty string is the system's default */
  useDevice(deviceId: string): void {
    this.#deviceId = deviceId;
    for (const [id, { element }] of this.#voices) void this.#moveVoice(id, element);
    for (const element of [this.#reserve, this.#loop, this.#once]) {
      if (element !== undefined) void this.#route(element);
    }
  }

  playVoice(id: string, stream: MediaStream): void {
    const element = this.#voices.get(id)?.element ?? this.#take();
    this.#voices.set(id, { element, stream });
    void this.#play(
      element,
      () => this.#voices.get(id)?.element === element,
      () => (element.srcObject = stream),
    );
  }

  stopVoice(id: string): void {
    const voice = this.#voices.get(id);
    this.#voices.delete(id);
    if (voice !== undefined) silence(voice.element);
  }

  /** Null stops it; the same address goes on as it is. */
  loop(url: string | null): void {
    if (this.#loopUrl === url) return;
    this.#loopUrl = url;
    if (this.#loop !== undefined) hush(this.#loop);
    this.#loop = undefined;
    if (url === null) return;
    const element = this.#take();
    element.loop = true;
    this.#loop = element;
    void this.#play(
      element,
      () => this.#loop === element,
      () => (element.src = url),
    );
  }

  /** @param ms for how long it is repeated; once when left out */
  playOnce(url: string, ms?: number): void {
    this.stopOnce();
    const element = this.#take();
    element.loop = ms !== undefined;
    this.#once = element;
    void this.#play(
      element,
      () => this.#once === element,
      () => (element.src = url),
    );
    if (ms !== undefined) this.#onceTimer = setTimeout(() => this.stopOnce(), ms);
  }

  stopOnce(): void {
    clearTimeout(this.#onceTimer);
    if (this.#once !== undefined) silence(this.#once);
    this.#once = undefined;
  }

  stopAll(): void {
    for (const id of [...this.#voices.keys()]) this.stopVoice(id);
    this.loop(null);
    this.stopOnce();
  }

  /**
   * An element whose device was pulled out under it while the call was on hold refuses another one and stays silent for good. Two
   * elements with one stream would share its device, so the old one lets go first.
   */
  async #moveVoice(id: string, element: HTMLAudioElement): Promise<void> {
    const stays = await this.#route(element);
    const voice = this.#voices.get(id);
    if (stays || voice?.element !== element) return;
    this.stopVoice(id);
    this.playVoice(id, voice.stream);
  }

  #take(): HTMLAudioElement {
    const element = this.#reserve;
    this.#reserve = new Audio();
    void this.#route(this.#reserve);
    return element;
  }

  /** @param isWanted false once it was stopped, which must win whatever is still under way */
  async #play(element: HTMLAudioElement, isWanted: () => boolean, load: () => void): Promise<void> {
    if (element.sinkId !== this.#deviceId) await this.#route(element);
    if (!isWanted()) return;
    load();
    try {
      await element.play();
    } catch (error) {
      // Stopped before it began.
      if (isWanted()) this.#options.onProblem('play', error);
    }
  }

  /** False: the element cannot be moved to the device that is wanted now. */
  async #route(element: HTMLAudioElement): Promise<boolean> {
    const deviceId = this.#deviceId;
    if (element.sinkId === deviceId) return true;
    try {
      await element.setSinkId(deviceId);
    } catch (error) {
      // Unplugged in this very moment: the list of devices follows, and with it the next choice.
      if (deviceId !== this.#deviceId) return true;
      this.#options.onProblem('sink', error);
      return false;
    }
    return true;
  }
}

/** Silent at once; the device, whose closing would compete with the call that has just been answered, is let go of a moment later. */
function hush(element: HTMLAudioElement): void {
  element.muted = true;
  setTimeout(() => silence(element), letGoMs);
}

function silence(element: HTMLAudioElement): void {
  element.pause();
  element.srcObject = null;
  element.removeAttribute('src');
  element.load();
}
