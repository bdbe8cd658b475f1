/** The customer's mouth: recorded sentences on a track that a call can send. */
export class CustomerVoice {
  readonly stream: MediaStream;
  readonly #context: AudioContext;
  readonly #output: MediaStreamAudioDestinationNode;
  readonly #sentences: readonly Promise<AudioBuffer>[];
  #source: AudioBufferSourceNode | undefined;
  #buffer: AudioBuffer | undefined;
  #startedAt = 0;
  /** Seconds of the sentence that have been said before a pause. */
  #said = 0;
  #over = false;

  /** @param speech addresses of the sentences */
  constructor(speech: readonly string[]) {
    this.#context = new AudioContext();
    this.#output = this.#context.createMediaStreamDestination();
    this.stream = this.#output.stream;
    this.#sentences = speech.map(async (url) => {
      const response = await fetch(url);
      return this.#context.decodeAudioData(await response.arrayBuffer());
    });
    // Asked for when it is needed; an address that fails is then told there.
    for (const sentence of this.#sentences) sentence.catch(() => undefined);
  }

  /** The sentence has been said to its end. */
  get over(): boolean {
    return this.#over;
  }

  async say(index: number): Promise<void> {
    this.#over = false;
    this.#said = 0;
    this.#buffer = undefined;
    if (this.#context.state === 'suspended') await this.#context.resume();
    this.#buffer = await this.#sentences[index];
    this.#play();
  }

  pause(): void {
    if (this.#source === undefined) return;
    this.#said += this.#context.currentTime - this.#startedAt;
    this.#stopSource();
  }

  goOn(): void {
    this.#play();
  }

  close(): void {
    this.#stopSource();
    void this.#context.close();
  }

  #play(): void {
    if (this.#buffer === undefined || this.#context.state === 'closed') return;
    this.#stopSource();
    const source = this.#context.createBufferSource();
    source.buffer = this.#buffer;
    source.connect(this.#output);
    source.onended = () => {
      if (this.#source === source) this.#over = true;
    };
    this.#source = source;
    this.#startedAt = this.#context.currentTime;
    source.start(0, Math.min(this.#said, this.#buffer.duration));
  }

  #stopSource(): void {
    const source = this.#source;
    this.#source = undefined;
    source?.stop();
  }
}
