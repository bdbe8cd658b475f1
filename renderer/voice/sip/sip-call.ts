import type {
  EndEvent,
  IncomingEvent,
  Originator,
  OutgoingEvent,
  RTCSession,
  TerminateOptions,
} from 'jssip/lib/RTCSession.js';
import type { Id } from '../../../domain/ids.ts';
import type { CallEvent } from '../call/call-state.ts';
import { holdOffer, restartOffer } from './call-offers.ts';
import { endCauseOf } from './end-cause.ts';
import { Farewell } from './farewell.ts';
import { dialogOf, doWithoutAck, earlyDialogOf, type DialogNames } from './jssip-internals.ts';
import type { LineLink } from './line-link.ts';
import { MediaPath } from './media-path.ts';
import { OwnOffers, type Offer } from './own-offers.ts';
import { PendingRequests } from './pending-requests.ts';
import { PreparedAnswer } from './prepared-answer.ts';
import { waitAfter } from './ice-patience.ts';
import { hasOpus, withoutOpus, withOpusSettings, type OpusSettings } from './opus.ts';
import { tuneSender } from './sender.ts';
import { confirmed, dtmfInInfo, dtmfInRtp, incomingSession, remoteSide } from './jssip-values.ts';
import { addressInPlaceOf, Refer } from './refer.ts';
import { guardDescriptions, guardGathering, guardRequests } from './session-guards.ts';
import { transferFailure } from './transfer-failure.ts';

export type SipCallOptions = {
  readonly id: Id;
  readonly session: RTCSession;
  /** Nothing of the desk may be heard in it before a hold is confirmed, or the call is not to be held. */
  readonly silent?: boolean;
  /** Its first offer leaves Opus out. */
  readonly plain?: boolean;
  /** How digits are sent. */
  readonly dtmf: 'rtp' | 'info';
  /** How the voice is coded, from the next description on. */
  readonly opus: () => OpusSettings;
  /** Milliseconds that gathering may take after the first host candidate. */
  readonly gatheringPatience: () => number;
  /** Where sound goes over relays only: resolves when one answers, or false when it is not waited for any longer. */
  readonly relayAnswers: ((signal: AbortSignal) => Promise<boolean>) | undefined;
  readonly link: LineLink;
  /** Has the PBX asked at once whether it still answers; the link tells. */
  readonly checkLine: () => void;
  readonly emit: (event: CallEvent) => void;
  /** For the log: something did not work; the call goes on. */
  readonly onProblem: (what: string, error: unknown) => void;
  /** The sound of the other side, as soon as there is a track. */
  readonly onRemoteAudio: (stream: MediaStream) => void;
  /** For the agent it is over; the PBX may not know yet. */
  readonly onLeft: () => void;
  /** What names it at the PBX has just come (`names`), or its sound is coded in Opus from now on, or no longer (`opus`). */
  readonly onDialog: () => void;
  /** The call is over; its microphone track is stopped already. */
  readonly onGone: () => void;
};

const dtmf = { toneMs: 160, gapMs: 80 } as const;
/** After the first of our addresses, all the others are waited for this long at most, in ms; JsSIP goes on earlier when there are no more. */
const thoroughGatheringMs = 1_000;

/** One call at the PBX: a JsSIP session and its media. Turns what happens there into events of the reducer. */
export class SipCall {
  readonly id: Id;
  readonly #options: SipCallOptions;
  readonly #session: RTCSession;
  #microphone: MediaStream | undefined;
  #prepared: PreparedAnswer | undefined;
  #muted = false;
  /** The agent wants this call: until then nothing of the desk may be heard in it. */
  #wanted: boolean;
  /** The 200 is on its way, or has come. */
  #accepted = false;
  #gone = false;
  /** Our INVITE got lost with the socket, or has had no answer in time. */
  #unanswered: string | undefined;
  readonly #offers: OwnOffers;
  /** The last offer was not sent, for want of an address. */
  #isWithheld = false;
  readonly #path: MediaPath;
  readonly #pending: PendingRequests;
  readonly #unfollow: () => void;
  #farewell: Farewell | undefined;
  /** Ends the wait for a relay. */
  #relayWait: AbortController | undefined;
  #opus = false;
  #refer: Refer | undefined;
  #remote: MediaStream | undefined;
  /** What is sent in place of the microphone alone, while this call is in a conference. */
  #mix: MediaStreamTrack | undefined;

  constructor(options: SipCallOptions) {
    this.id = options.id;
    this.#options = options;
    this.#session = options.session;
    this.#wanted = options.session.direction !== incomingSession && options.silent !== true;
    const { link } = options;
    this.#offers = new OwnOffers(() => link.up);
    this.#path = this.#mediaPath();
    this.#pending = new PendingRequests(
      (need) => link.up && (need === 'line' || !this.#path.isLost),
      (error) => options.onProblem('request', error),
    );
    this.#unfollow = link.follow((news) => this.#linkChanged(news === 'verified'));
    this.#guard();
    guardRequests(this.#session);
    guardGathering(this.#session, () => this.#accepted);
    guardDescriptions(this.#session, (isWithheld) => (this.#isWithheld = isWithheld));
    this.#listen();
  }

  get session(): RTCSession {
    return this.#session;
  }

  get isAccepted(): boolean {
    return this.#accepted;
  }

  /** What names its dialog at the PBX; of a call that we make, from the 200 on, before its answer has been read. */
  get names(): DialogNames['id'] | undefined {
    return (dialogOf(this.#session) ?? earlyDialogOf(this.#session))?.id;
  }

  /** Opus was agreed on, last. */
  get opus(): boolean {
    return this.#opus;
  }

  /** For the agent it is over; the PBX has not said yet that it knows. */
  get isLeaving(): boolean {
    return this.#farewell !== undefined && !this.#gone;
  }

  get isPrepared(): boolean {
    return this.#prepared !== undefined;
  }

  /**
   * Makes the answer ready while it rings.
   * @param microphone this call's own track: mute and hold switch it, and other calls must not notice
   */
  prepare(microphone: MediaStream, configuration: RTCConfiguration): void {
    this.#takeMicrophone(microphone);
    this.#prepared = new PreparedAnswer(this.#session);
    this.#prepared.start(microphone, configuration);
    this.#watchConnection(this.#session.connection);
  }

  /** Answers; the call must be prepared. */
  answer(): void {
    this.#wanted = true;
    this.#applyTrack();
    this.#prepared?.release(this.#options.gatheringPatience());
  }

  /** For an outgoing call, whose connection JsSIP has made already. */
  dialled(microphone: MediaStream): void {
    this.#takeMicrophone(microphone);
    this.#watchConnection(this.#session.connection);
  }

  /** Ends the call in whatever way its phase asks for: CANCEL, an error response, or BYE. */
  end(options: { readonly status: number }): void {
    if (this.#session.isEnded()) return;
    if (this.#session.status === confirmed) {
      this.#leave();
      return;
    }
    const refuses = this.#session.direction === incomingSession && !this.#accepted;
    this.#session.terminate(refuses ? { status_code: options.status } : {});
  }

  setMuted(on: boolean): void {
    this.#muted = on;
    this.#applyMute();
  }

  /** The machine has other addresses than before, or may have: a new path is offered as soon as the PBX has answered. */
  networkChanged(): void {
    this.#path.dispatch({ type: 'networkChanged', at: Date.now() });
  }

  /** Done when the PBX has confirmed it: `holdDone`, or `holdFailed` after the last try. */
  setHold(on: boolean): void {
    // A call that is not to be held is one to be spoken in; what of the PBX's is under way does not keep the microphone closed.
    if (!on) this.#want();
    this.#pending.ask('path', () => new Promise((done) => this.#offers.add(this.#holdOffer(on, done))));
  }

  sendDtmf(digits: string): void {
    const inInfo = this.#options.dtmf === 'info';
    this.#pending.ask(inInfo ? 'line' : 'path', () => {
      this.#session.sendDTMF(digits, {
        transportType: inInfo ? dtmfInInfo : dtmfInRtp,
        duration: dtmf.toneMs,
        interToneGap: dtmf.gapMs,
      });
      return new Promise((done) => setTimeout(done, digits.length * (dtmf.toneMs + dtmf.gapMs)));
    });
  }

  /** Sends a ringing call on to this number (RFC 3261 §21.3.3). */
  divert(contact: string): void {
    if (this.#session.isEnded()) return;
    this.#session.terminate({ status_code: 302, extraHeaders: [`Contact: <${contact}>`] });
  }

  /** @param target a number, or the call whose person the other side is joined to; undefined: that call is gone */
  transfer(target: string | SipCall | undefined): void {
    this.#pending.ask('line', () => this.#sendRefer(target));
  }

  /** Both ends of this call's sound, once there are both. */
  get sound(): { readonly remote: MediaStream; readonly microphone: MediaStream } | undefined {
    if (this.#remote === undefined || this.#microphone === undefined) return undefined;
    return { remote: this.#remote, microphone: this.#microphone };
  }

  statistics(): Promise<RTCStatsReport> | undefined {
    const connection = this.#session.connection as RTCPeerConnection | null;
    return connection?.getStats();
  }

  /** For the next time that this call looks for a path. */
  useConfiguration(configuration: RTCConfiguration): void {
    const connection = this.#session.connection as RTCPeerConnection | null;
    if (connection !== null && connection.signalingState !== 'closed') connection.setConfiguration(configuration);
  }

  /** Marks what is sent as voice, and spares a poor network. */
  async tune(): Promise<void> {
    const sender = this.#audioTransceiver()?.sender;
    if (sender !== undefined && !this.#gone) await tuneSender(sender, this.#options.opus().lowBandwidth);
  }

  /** Sends this in place of the microphone; undefined: the microphone again. */
  async sendMix(mix: MediaStreamTrack | undefined): Promise<void> {
    this.#mix = mix;
    this.#applyTrack();
    const track = mix ?? this.#microphone?.getAudioTracks()[0];
    if (track !== undefined && !this.#session.isEnded()) await this.#audioTransceiver()?.sender.replaceTrack(track);
  }

  /** Another microphone, in the middle of the call. The old track is stopped. */
  async replaceMicrophone(microphone: MediaStream): Promise<void> {
    const [track] = microphone.getAudioTracks();
    const sender = this.#audioTransceiver()?.sender;
    if (track === undefined || sender === undefined || this.#gone) {
      stopTracks(microphone);
      return;
    }
    // A fresh track is enabled, whatever the old one was.
    track.enabled = this.#mayBeHeard();
    const old = this.#microphone;
    this.#microphone = microphone;
    if (this.#mix === undefined) await sender.replaceTrack(track);
    if (old !== undefined) stopTracks(old);
    track.enabled = this.#mayBeHeard();
  }

  #sendRefer(target: string | SipCall | undefined): void {
    const address = target instanceof SipCall ? addressInPlaceOf(target.session) : target;
    this.#refer?.cancel();
    if (address === undefined) {
      this.#emit({ type: 'transferFailed', id: this.id, code: 'PHONE_CALL_GONE' });
      return;
    }
    this.#refer = new Refer(this.#session, address, {
      onProgress: (ringing) => this.#emit({ type: 'transferProgress', id: this.id, ringing }),
      onDone: () => this.#emit({ type: 'transferDone', id: this.id, at: new Date().toISOString() }),
      onFailed: (status) => this.#emit({ type: 'transferFailed', id: this.id, code: transferFailure(status) }),
    });
  }

  #listen(): void {
    const session = this.#session;
    session.on('icecandidate', ({ candidate, ready }) => {
      // What was told first did not do: now all addresses are.
      const wait = this.#path.isMissing
        ? thoroughGatheringMs
        : waitAfter(candidate, this.#options.gatheringPatience(), undefined);
      if (wait !== null) this.#readyAfter(wait, ready);
    });
    session.on('sdp', (event) => {
      const origin = event.originator === remoteSide ? 'theirs' : 'ours';
      event.sdp = withOpusSettings(event.sdp, origin, this.#options.opus());
      if (origin === 'theirs') this.#described(hasOpus(event.sdp));
      else if (this.#options.plain === true && !this.#accepted) event.sdp = withoutOpus(event.sdp);
    });
    session.on('connecting', () => {
      // A camera's offer is answered without video: nobody would see it.
      for (const transceiver of session.connection.getTransceivers()) {
        if (transceiver.receiver.track.kind === 'video') transceiver.direction = 'inactive';
      }
    });
    session.on('progress', (event: IncomingEvent | OutgoingEvent) => {
      // Null for incoming calls, whose 180 is our own.
      const response = 'response' in event ? (event.response as OutgoingEvent['response'] | null) : null;
      if (response !== null) this.#emit({ type: 'progress', id: this.id, media: Boolean(response.body) });
    });
    session.on('accepted', () => {
      this.#accepted = true;
      this.#path.follow(session.connection);
      this.#applyMute();
      this.#emit({ type: 'accepted', id: this.id, at: new Date().toISOString() });
    });
    session.on('hold', ({ originator }) => this.#remoteHold(originator, true));
    session.on('unhold', ({ originator }) => this.#remoteHold(originator, false));
    session.on('ended', (event) => this.#over(event));
    session.on('failed', (event) => this.#over(event));
  }

  #emit(event: CallEvent): void {
    if (!this.#gone) this.#options.emit(event);
  }

  #readyAfter(ms: number, ready: () => void): void {
    if (ms === 0) ready();
    else setTimeout(ready, ms);
  }

  #remoteHold(originator: Originator, on: boolean): void {
    // JsSIP has switched what is sent, which in a conference is not the microphone, and knows nothing of `#wanted`.
    this.#applyTrack();
    if (originator === remoteSide) this.#emit({ type: 'remoteHold', id: this.id, on });
  }

  /** By the other side. */
  #described(isOpus: boolean): void {
    // Its 200: whoever dies before the rest of it has been read must find the dialog on the disk.
    const isNew = !this.#accepted && this.#session.direction !== incomingSession && this.names !== undefined;
    const isOther = this.#accepted && isOpus !== this.#opus;
    this.#opus = isOpus;
    if (isNew || isOther) this.#options.onDialog();
  }

  #takeMicrophone(microphone: MediaStream): void {
    this.#microphone = microphone;
    for (const track of microphone.getAudioTracks()) track.enabled = this.#mayBeHeard();
  }

  #watchConnection(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track, streams }) => {
      if (track.kind !== 'audio') return;
      // A stream of our own keeps its track while the call is on hold; the session's is empty then (W3C WebRTC §5.1).
      this.#remote = new MediaStream([track]);
      this.#options.onRemoteAudio(streams[0] ?? this.#remote);
    });
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState !== 'connected') return;
      this.#emit({ type: 'mediaUp', id: this.id });
      this.tune().catch((error: unknown) => this.#options.onProblem('sender', error));
    });
  }

  #holdOffer(on: boolean, settled: () => void): Offer {
    const tell = (type: 'holdDone' | 'holdFailed'): void => {
      this.#holdSettled({ type, id: this.id, on });
      settled();
    };
    return holdOffer(this.#session, this.#audioTransceiver(), on, {
      onSwitched: () => this.#applyTrack(),
      onDone: () => tell('holdDone'),
      onFailed: () => tell('holdFailed'),
    });
  }

  #restartOffer(): Offer {
    return restartOffer(this.#session, {
      onSwitched: () => this.#applyTrack(),
      onDone: () => this.#path.dispatch({ type: 'offerDone', at: Date.now() }),
      onFailed: () => this.#path.dispatch({ type: 'offerFailed' }),
    });
  }

  #mediaPath(): MediaPath {
    return new MediaPath({
      checkLine: () => this.#options.checkLine(),
      restart: () => this.#offers.addFirst(this.#restartOffer()),
      onLost: (at, first) => {
        const type = first ? 'mediaMissing' : 'mediaLost';
        this.#emit({ type, id: this.id, at: new Date(at).toISOString() });
      },
      onBack: () => {
        this.#endRelayWait();
        this.#emit({ type: 'mediaBack', id: this.id, at: new Date().toISOString() });
        this.#pending.changed();
      },
      onGivenUp: (first) => {
        const cause = first ? 'media-failed' : 'lost';
        this.#emit({ type: 'ended', id: this.id, at: new Date().toISOString(), cause });
        this.#pending.stop();
        this.#leave();
      },
    });
  }

  #linkChanged(isVerified: boolean): void {
    if (this.#gone) return;
    if (!isVerified) {
      if (this.#accepted) doWithoutAck(this.#session);
      this.#path.dispatch({ type: 'lineDown', at: Date.now() });
      return;
    }
    this.#offers.lineBack();
    if (this.#accepted) this.#lineVerified();
    this.#pending.changed();
  }

  #lineVerified(): void {
    const { relayAnswers, onProblem } = this.#options;
    if (relayAnswers === undefined || !this.#path.isLost) this.#path.dispatch({ type: 'lineVerified', at: Date.now() });
    else this.#whenRelayed(relayAnswers).catch((error: unknown) => onProblem('relay', error));
  }

  /** Without a relay there is no path to be offered, and WebRTC would look for one for so long that the relay's return goes unseen. */
  async #whenRelayed(relayAnswers: (signal: AbortSignal) => Promise<boolean>): Promise<void> {
    if (this.#relayWait !== undefined) return;
    this.#relayWait = new AbortController();
    const isThere = await relayAnswers(this.#relayWait.signal);
    this.#endRelayWait();
    if (isThere && this.#options.link.up) this.#path.dispatch({ type: 'lineVerified', at: Date.now() });
  }

  #endRelayWait(): void {
    this.#relayWait?.abort();
    this.#relayWait = undefined;
  }

  /** Over for the agent: silent at once, and ended at the PBX as soon as it hears us, after what was asked before. */
  #leave(): void {
    if (this.#farewell !== undefined) return;
    const farewell = new Farewell(this.#session, this.#options.link);
    this.#farewell = farewell;
    this.#applyTrack();
    this.#options.onLeft();
    // What waits for a sound that never came is not waited for.
    if (this.#path.isMissing) this.#pending.stop();
    this.#pending.ask('line', () => farewell.say());
  }

  #holdSettled(event: CallEvent): void {
    this.#emit(event);
    this.#want();
  }

  /** From now on hold and mute alone decide what is heard of the desk. */
  #want(): void {
    if (this.#wanted || !this.#accepted) return;
    this.#wanted = true;
    this.#applyTrack();
  }

  /**
   * JsSIP ends a call whose hold was refused, or that had a request under way when the socket died. The sound of such a call still
   * flows: it goes on, and only the request has failed.
   */
  #guard(): void {
    const session = this.#session;
    const terminate = session.terminate.bind(session);
    session.terminate = (options: TerminateOptions = {}): void => {
      // It is confirmed before its 200 has been read, and not while an answer of ours waits for its ACK.
      if ((this.#accepted || session.status === confirmed) && isOfferFailure(options)) {
        this.#offers.failed(this.#isWithheld);
        return;
      }
      // ICE gives up long before a person would: the path is looked for again (`MediaPath`).
      if (options.cause === 'RTP Timeout' && this.#accepted) return;
      // A connection that nobody has asked for yet cannot have failed.
      if (!this.#wanted && options.cause === 'RTP Timeout') return;
      // JsSIP is about to say that we have cancelled it.
      if (!this.#accepted && isNoAnswer(options.cause)) this.#unanswered = options.cause;
      terminate(options);
    };
  }

  #applyMute(): void {
    if (this.#session.isEnded()) return;
    // JsSIP's own mute needs its connection; before that the track alone is switched.
    if (this.#session.isEstablished()) {
      if (this.#muted) this.#session.mute({ audio: true });
      else this.#session.unmute({ audio: true });
    }
    this.#applyTrack();
  }

  #applyTrack(): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = this.#mayBeHeard();
    // Muted, the agent is silent; the other one of the conference is not.
    if (this.#mix !== undefined) this.#mix.enabled = this.#isOpen();
  }

  #mayBeHeard(): boolean {
    return this.#isOpen() && !this.#muted;
  }

  /** Sound may go to the other side at all. */
  #isOpen(): boolean {
    const hold = this.#session.isOnHold();
    return this.#wanted && this.#farewell === undefined && !hold.local && !hold.remote;
  }

  #audioTransceiver(): RTCRtpTransceiver | undefined {
    const connection = this.#session.connection as RTCPeerConnection | null;
    return connection?.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
  }

  #over(event: EndEvent): void {
    if (this.#gone) return;
    const message = event.message as EndEvent['message'] | null;
    const status = message !== null && 'status_code' in message ? message.status_code : undefined;
    const cause = endCauseOf({
      cause: this.#unanswered ?? event.cause,
      status,
      reason: message?.getHeader('reason'),
    });
    this.#emit({ type: 'ended', id: this.id, at: new Date().toISOString(), cause });
    this.#gone = true;
    this.#unfollow();
    this.#endRelayWait();
    this.#path.stop();
    this.#offers.stop();
    this.#pending.stop();
    this.#farewell?.stop();
    this.#refer?.cancel();
    this.#prepared?.cancel();
    if (this.#microphone !== undefined) stopTracks(this.#microphone);
    this.#options.onGone();
  }
}

function isOfferFailure({ reason_phrase: phrase, cause }: TerminateOptions): boolean {
  return (
    phrase === 'Hold Failed' ||
    phrase === 'Unhold Failed' ||
    phrase === 'Media Renegotiation Failed' ||
    isNoAnswer(cause)
  );
}

function isNoAnswer(cause: string | undefined): boolean {
  return cause === 'Connection Error' || cause === 'Request Timeout';
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
