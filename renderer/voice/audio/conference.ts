export type ConferenceMember = {
  readonly id: string;
  /** What this one says; something must play it, or Chromium decodes nothing (crbug 933677). */
  readonly remote: MediaStream;
  /** Our microphone as this one may hear it: mute and hold switch its track. */
  readonly microphone: MediaStream;
};

type Mix = {
  readonly output: MediaStreamAudioDestinationNode;
  microphone: MediaStreamAudioSourceNode;
  remote: MediaStreamAudioSourceNode | undefined;
};

/** Mixes for each of several calls what the others say and our microphone. */
export class Conference {
  readonly #context = new AudioContext();
  readonly #mixes = new Map<string, Mix>();

  constructor(members: readonly ConferenceMember[]) {
    for (const { id, microphone } of members) {
      const output = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
      const source = this.#context.createMediaStreamSource(microphone);
      source.connect(output);
      this.#mixes.set(id, { output, microphone: source, remote: undefined });
    }
    for (const { id, remote } of members) this.replaceRemote(id, remote);
    if (this.#context.state === 'suspended') void this.#context.resume();
  }

  /** What this member is to hear. */
  trackFor(id: string): MediaStreamTrack | undefined {
    return this.#mixes.get(id)?.output.stream.getAudioTracks()[0];
  }

  /** The sound of this member begins anew, as it does after every hold. */
  replaceRemote(id: string, remote: MediaStream): void {
    const mix = this.#mixes.get(id);
    if (mix === undefined) return;
    mix.remote?.disconnect();
    mix.remote = this.#context.createMediaStreamSource(remote);
    for (const [other, { output }] of this.#mixes) if (other !== id) mix.remote.connect(output);
  }

  /** Another microphone for this member, in the middle of the conference. */
  replaceMicrophone(id: string, microphone: MediaStream): void {
    const mix = this.#mixes.get(id);
    if (mix === undefined) return;
    mix.microphone.disconnect();
    mix.microphone = this.#context.createMediaStreamSource(microphone);
    mix.microphone.connect(mix.output);
  }

  close(): void {
    this.#mixes.clear();
    void this.#context.close();
  }
}
