import { UA, type WeightedSocket } from 'jssip';
import type { IncomingRequest } from 'jssip/lib/SIPMessage.js';
import type { RTCSessionEvent } from 'jssip/lib/UA.js';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { newId, type Id } from '../../../domain/ids.ts';
import type { CallRules } from '../../../domain/wire/provisioning.ts';
import { Conference } from '../audio/conference.ts';
import type { CallEffect, CallerIdentity, CallEvent } from '../call/call-state.ts';
import type { Dialog } from '../resume/ledger.ts';
import { Resumptions, type InviteManner } from '../resume/resumptions.ts';
import { RingWatch } from '../resume/ring-watch.ts';
import { silence } from '../resume/silence.ts';
import type { AccountState } from '../contract/state.ts';
import { dialFeatureCode, type FeatureCall } from './feature-call.ts';
import type { EchoDelayOptions } from '../diagnostics/echo-delay.ts';
import { Heartbeat } from './heartbeat.ts';
import { gatheringPatience } from './ice-patience.ts';
import { IceProbe } from './ice-probe.ts';
import { readIncomingCall } from './incoming-call.ts';
import { currentServer, neverReconnect, ping } from './jssip-internals.ts';
import { incomingSession, remoteSide } from './jssip-values.ts';
import { LineLink } from './line-link.ts';
import { userOf } from './name-address.ts';
import { Registrar } from './registrar.ts';
import { relayAnswers } from './relay-return.ts';
import { ReturnWatch } from './return-watch.ts';
import { SipCall } from './sip-call.ts';
import { Subscriptions } from './subscriptions.ts';

export type SipAccount = {
  /** `sip:201@pbx.example` */
  readonly aor: string;
  readonly authorizationUser: string;
  readonly password: string;
  readonly displayName: string;
  /** The heaviest is tried first. */
  readonly sockets: readonly WeightedSocket[];
  readonly iceServers: readonly RTCIceServer[];
  /** Sound goes through TURN servers only. */
  readonly relayOnly: boolean;
  /** Seconds. */
  readonly registerExpires: number;
  /** UUID, the same at every start of this installation for this account. */
  readonly instanceId: string;
  readonly calls: CallRules;
  /** Whether calls are to spare a poor network now. */
  readonly lowBandwidth: () => boolean;
  /** Whether this machine refuses the certificate of a `wss:` server. */
  readonly refusesCertificate: (url: string) => Promise<boolean>;
  /** The next connection asks anew where its server's name leads. */
  readonly forgetAddresses: () => void;
  /** Whether a server's port takes a connection at this moment, wherever its name leads now. */
  readonly reaches: (url: string) => Promise<boolean>;
};

export type SipLineEvents = {
  readonly onAccount: (state: AccountState) => void;
  readonly onCall: (event: CallEvent) => void;
  /** The call of before the phone's death that rings again with this caller; undefined: another one. */
  readonly rangBefore: (caller: CallerIdentity) => Id | undefined;
  /** The PBX asks that this ringing call is answered by itself, and the administrator allows it. */
  readonly onAutoAnswer: (id: Id) => void;
  readonly onRemoteAudio: (id: Id, stream: MediaStream) => void;
  readonly onCallGone: (id: Id) => void;
  /**
   * What names a call at the PBX (`dialog`), or how its sound is coded, is other than before; of one that is over for the agent, the PBX knows now or
   * has given it to us to be ended (`isLeaving`).
   */
  readonly onDialog: () => void;
  /** Resolves when there is a microphone, or when it is not to be waited for any longer. */
  readonly microphoneReady: () => Promise<void>;
  /** For the log: something of a call did not work; the call goes on. */
  readonly onProblem: (what: string, error: unknown) => void;
};

/** `addressGone`: this machine no longer has one of its addresses. */
export type NetworkNews = { readonly addressGone: boolean };

/** What the line does for the reducer; the tones are the speaker's. */
export type LineEffect = Exclude<CallEffect, { type: 'busyTone' | 'autoAnswerTone' }>;

const usualManner: InviteManner = { silent: false, plain: false };

/** The call whose INVITE is being made. */
type Dialling = { readonly id: Id } & InviteManner;

/** One registered line at a PBX and its calls: everything of JsSIP is behind this class. */
export class SipLine {
  readonly #account: SipAccount;
  readonly #events: SipLineEvents;
  /** A track of its own for each call, or undefined when there is no microphone. */
  readonly #microphone: () => MediaStream | undefined;
  readonly #ua: UA;
  readonly #registrar: Registrar;
  readonly #heartbeat: Heartbeat;
  readonly #link = new LineLink(() => this.#registrar.registered && this.#ua.isConnected());
  readonly #returnWatch: ReturnWatch;
  #probe: IceProbe;
  #iceServers: readonly RTCIceServer[];
  readonly subscriptions: Subscriptions;
  readonly #calls = new Map<Id, SipCall>();
  #dialling: Dialling | undefined;
  readonly #resumptions: Resumptions;
  readonly #ringWatch: RingWatch;
  #conference: Conference | undefined;

  constructor(account: SipAccount, microphone: () => MediaStream | undefined, events: SipLineEvents) {
    this.#account = account;
    this.#microphone = microphone;
    this.#events = events;
    const user = contactUser(account.instanceId);
    this.#ua = new UA({
      sockets: [...account.sockets],
      uri: account.aor,
      authorization_user: account.authorizationUser,
      password: account.password,
      display_name: account.displayName,
      // Stable, or the PBX keeps ringing the bindings of earlier starts (RFC 5626 §4.1).
      instance_id: account.instanceId,
      contact_uri: `sip:${user}@${user}.invalid;transport=ws`,
      register: false,
      register_expires: account.registerExpires,
      // JsSIP's refresh every 45 s is one more way to lose a call, and its 422 handling is missing (tracker #397).
      session_timers: false,
      // The PBX decides how long a phone rings.
      no_answer_timeout: 600,
      user_agent: 'Casque',
      ...neverReconnect,
    });
    this.#registrar = new Registrar({
      ua: this.#ua,
      us: { user, instanceId: account.instanceId },
      expires: account.registerExpires,
      servers: account.sockets.length,
      refusesCertificate: account.refusesCertificate,
      forgetAddresses: account.forgetAddresses,
      mayMove: () => this.#calls.size === 0,
      onState: (state) => {
        events.onAccount(state);
        this.#returnWatch.changed();
        if (state.state !== 'registered') return;
        this.#resumptions.lineUp();
        this.subscriptions.registered();
        this.#link.tell('verified');
      },
    });
    this.#resumptions = new Resumptions({
      isUp: () => this.#registrar.registered,
      ready: events.microphoneReady,
      invite: (id, target, headers, manner) =>
        this.#invite({ id, ...manner }, target, this.#microphoneOf(id) ?? silence(), headers),
      end: (id) => this.#calls.get(id)?.end({ status: 480 }),
      isRinging: () => [...this.#calls.values()].some((call) => !call.isAccepted),
      emit: events.onCall,
      onWaiting: () => this.#ringWatch.want(this.#resumptions.waiting.length > 0),
      onUnwanted: events.onDialog,
    });
    this.#returnWatch = new ReturnWatch({
      isDue: () => this.#calls.size > 0 && !this.#registrar.registered,
      reaches: () => account.reaches(currentServer(this.#ua)),
      isWaiting: () => this.#registrar.isWaiting,
      onReturn: () => this.#registrar.wake(),
    });
    this.subscriptions = new Subscriptions(this.#ua, this.#domain);
    this.#ringWatch = new RingWatch({
      watch: this.subscriptions.watch,
      user: userOf(account.aor) ?? '',
      isTalking: () => this.#calls.size > 0 || this.#resumptions.isTalking,
      onRings: (rings) => this.#resumptions.lineRings(rings),
    });
    this.#heartbeat = new Heartbeat({
      ping: (answered) => ping(this.#ua, account.aor, answered),
      isDue: () => this.#registrar.registered,
      onDead: () => this.#registrar.socketDead(),
    });
    this.#iceServers = account.iceServers;
    this.#probe = new IceProbe(this.#configuration());
    this.#ua.on('newRTCSession', ({ originator, session, request }: RTCSessionEvent) => {
      if (originator === remoteSide) this.#incoming(session, request as IncomingRequest);
      else this.#outgoing(session);
    });
    this.#ua.on('disconnected', () => {
      this.#heartbeat.forget();
      this.#ringersLost();
      this.subscriptions.disconnected();
      this.#link.tell('down');
    });
  }

  get registered(): boolean {
    return this.#registrar.registered;
  }

  start(): void {
    this.#probe.start();
    this.#heartbeat.start();
    this.#registrar.start();
  }

  /** Looks at the line at once: the agent asked, the machine woke up, or the network changed. */
  wake({ addressGone }: NetworkNews): void {
    this.#probe.start();
    for (const call of this.#calls.values()) call.networkChanged();
    if (addressGone) this.#registrar.addressGone();
    else this.#registrar.wake();
  }

  /** Takes leave of the PBX; calls end. JsSIP needs two seconds at most for it, in the background. */
  stop(): void {
    this.#heartbeat.stop();
    this.#returnWatch.stop();
    this.#probe.stop();
    this.subscriptions.stop();
    this.#registrar.stop();
    this.#ua.stop();
  }

  /** @param code as the administrator wrote it; letters are allowed */
  dialCode(code: string): FeatureCall {
    return dialFeatureCode(this.#ua, `sip:${encodeURIComponent(code)}@${this.#domain}`);
  }

  run(effect: LineEffect): void {
    try {
      this.#perform(effect);
    } catch (error) {
      // A session that ended in this very moment refuses what is asked of it; its own event says so. Anything else is a call lost.
      const call = this.#calls.get(effect.id);
      if (call !== undefined && call.session.isEnded()) return;
      this.#events.onCall({ type: 'ended', id: effect.id, at: new Date().toISOString(), cause: 'media-failed' });
      throw error;
    }
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  /** What a test of this call's sound needs; undefined before there is any. */
  echoEnds(id: Id): EchoDelayOptions | undefined {
    const call = this.#calls.get(id);
    const sound = call?.sound;
    if (call === undefined || sound === undefined) return undefined;
    return { remote: sound.remote, send: (track) => call.sendMix(track) };
  }

  /** The same servers with new credentials, or others: for the next calls, and for calls under way that must find a new path. */
  useIceServers(servers: readonly RTCIceServer[]): void {
    this.#iceServers = servers;
    this.#probe.stop();
    this.#probe = new IceProbe(this.#configuration());
    this.#probe.start();
    for (const call of this.#calls.values()) call.useConfiguration(this.#configuration());
  }

  /** The agent has said otherwise about the network: calls under way follow as far as they can. */
  async tune(): Promise<void> {
    await Promise.all([...this.#calls.values()].map((call) => call.tune()));
  }

  /** What names the dialog of this call at the PBX; undefined for one that we make, before it is answered. */
  dialog(id: Id): Dialog | undefined {
    const call = this.#calls.get(id);
    if (call?.names === undefined) return undefined;
    const { call_id: callId, local_tag: localTag, remote_tag: remoteTag } = call.names;
    // Nothing has been coded in a call that rings.
    const rings = call.session.direction === incomingSession && !call.isAccepted;
    return { callId, localTag, remoteTag, opus: !rings && call.opus };
  }

  /** For the agent it is over; the PBX has not said yet that it knows. */
  isLeaving(id: Id): boolean {
    return this.#calls.get(id)?.isLeaving === true || this.#resumptions.isUnwanted(id);
  }

  /** What the browser has counted of this call; undefined without a connection. */
  statistics(id: Id): Promise<RTCStatsReport> | undefined {
    return this.#calls.get(id)?.statistics();
  }

  /** Gives every call a track of the microphone that is in use now. */
  async replaceMicrophone(): Promise<void> {
    await Promise.all(
      [...this.#calls.values()].map(async (call) => {
        const stream = this.#microphone();
        if (stream === undefined) return;
        await call.replaceMicrophone(stream);
        this.#conference?.replaceMicrophone(call.id, stream);
      }),
    );
  }

  #perform(effect: LineEffect): void {
    if (effect.type === 'dial') {
      this.#dial(effect.id, effect.number);
      return;
    }
    if (effect.type === 'unmix') {
      this.#unmix();
      return;
    }
    if (effect.type === 'resume') {
      this.#resumptions.begin(effect);
      return;
    }
    if (effect.type === 'hangUp' && this.#resumptions.hangUp(effect.id)) return;
    if (effect.type === 'answer' && this.#resumptions.answer(effect.id)) return;
    if (effect.type === 'decline') this.#resumptions.forget(effect.id);
    const call = this.#calls.get(effect.id);
    if (call === undefined) return;
    switch (effect.type) {
      case 'answer': {
        this.#prepare(call);
        if (!call.isPrepared) throw new Error('no microphone');
        call.answer();
        return;
      }
      case 'decline':
        call.end({ status: 486 });
        return;
      case 'hangUp':
        call.end({ status: 480 });
        return;
      case 'setMuted':
        call.setMuted(effect.on);
        return;
      case 'setHold':
        call.setHold(effect.on);
        return;
      case 'sendDtmf':
        call.sendDtmf(effect.digits);
        return;
      case 'divert':
        call.divert(`sip:${effect.number}@${this.#domain}`);
        return;
      case 'refer':
        call.transfer(effect.to.kind === 'number' ? effect.to.number : this.#calls.get(effect.to.callId));
        return;
      case 'mix':
        this.#mix([call, this.#calls.get(effect.otherId)]);
    }
  }

  /** Nobody is heard in a call that is had only to be ended. */
  #microphoneOf(id: Id): MediaStream | undefined {
    return this.#resumptions.isUnwanted(id) ? undefined : this.#microphone();
  }

  #mix(calls: readonly (SipCall | undefined)[]): void {
    const members = calls.flatMap((call) => {
      const sound = call?.sound;
      return call === undefined || sound === undefined ? [] : [{ id: call.id, call, ...sound }];
    });
    const conference = new Conference(members);
    this.#conference = conference;
    for (const { id, call } of members) this.#send(call, conference.trackFor(id));
  }

  #unmix(): void {
    for (const call of this.#calls.values()) this.#send(call, undefined);
    this.#conference?.close();
    this.#conference = undefined;
  }

  #send(call: SipCall, mix: MediaStreamTrack | undefined): void {
    call.sendMix(mix).catch((error: unknown) => this.#events.onProblem('conference', error));
  }

  get #domain(): string {
    return this.#account.aor.slice(this.#account.aor.indexOf('@') + 1);
  }

  #dial(id: Id, number: string): void {
    const microphone = this.#microphone();
    if (microphone === undefined) throw new Error('no microphone');
    this.#invite({ id, ...usualManner }, number, microphone, []);
  }

  #invite(call: Dialling, target: string, microphone: MediaStream, headers: string[]): void {
    this.#dialling = call;
    try {
      this.#ua.call(target, {
        mediaStream: microphone,
        mediaConstraints: { audio: true, video: false },
        pcConfig: this.#configuration(),
        extraHeaders: headers,
      });
      this.#calls.get(call.id)?.dialled(microphone);
    } finally {
      this.#dialling = undefined;
    }
  }

  #outgoing(session: RTCSession): void {
    if (this.#dialling !== undefined) this.#add(this.#dialling.id, session, this.#dialling);
  }

  #incoming(session: RTCSession, request: IncomingRequest): void {
    const { caller, answersItself } = readIncomingCall(request, this.#account.calls);
    const before = this.#events.rangBefore(caller);
    if (before !== undefined) this.#resumptions.forget(before);
    const id = before ?? newId();
    this.#add(id, session, usualManner);
    this.#events.onCall({ type: 'incoming', id, at: new Date().toISOString(), caller });
    // JsSIP sends its 180 after this; then, unless it was declined, the answer is made ready.
    session.on('progress', () => {
      const call = this.#calls.get(id);
      if (call === undefined) return;
      this.#prepare(call);
      if (answersItself) this.#events.onAutoAnswer(id);
    });
  }

  /** Without a microphone it is tried again when the agent answers. */
  #prepare(call: SipCall): void {
    if (call.isPrepared || call.session.isEnded()) return;
    const microphone = this.#microphone();
    if (microphone !== undefined) call.prepare(microphone, this.#configuration());
  }

  #add(id: Id, session: RTCSession, { silent, plain }: InviteManner): void {
    const call = new SipCall({
      id,
      session,
      silent,
      plain,
      dtmf: this.#account.calls.dtmf,
      opus: () => ({ dtx: this.#account.calls.dtx, lowBandwidth: this.#account.lowBandwidth() }),
      gatheringPatience: () => gatheringPatience(this.#probe.health),
      relayAnswers: this.#account.relayOnly ? (signal) => relayAnswers(this.#configuration(), signal) : undefined,
      link: this.#link,
      checkLine: () => this.#registrar.wake(),
      emit: (event) => {
        if (!this.#resumptions.take(event)) this.#events.onCall(event);
      },
      onProblem: (what, error) => this.#events.onProblem(what, error),
      onRemoteAudio: (stream) => {
        if (this.#resumptions.isUnwanted(id)) return;
        this.#events.onRemoteAudio(id, stream);
        const { remote } = this.#calls.get(id)?.sound ?? {};
        if (remote !== undefined) this.#conference?.replaceRemote(id, remote);
      },
      onLeft: () => this.#events.onCallGone(id),
      onDialog: () => this.#events.onDialog(),
      onGone: () => {
        // Its place may be another one's by now: a call that is had again is asked for once more as the last try fails.
        if (this.#calls.get(id) === call) this.#calls.delete(id);
        this.#events.onCallGone(id);
        this.#events.onDialog();
      },
    });
    this.#calls.set(id, call);
    this.#resumptions.doubt();
  }

  /** What rang over a socket that is gone can no longer be answered; the PBX rings again when the line is back. */
  #ringersLost(): void {
    for (const call of this.#calls.values()) {
      if (!call.isAccepted) {
        const lost = { type: 'ended', id: call.id, at: new Date().toISOString(), cause: 'connection-lost' } as const;
        if (!this.#resumptions.take(lost)) this.#events.onCall(lost);
        call.end({ status: 480 });
      }
    }
  }

  #configuration(): RTCConfiguration {
    return {
      iceServers: [...this.#iceServers],
      iceTransportPolicy: this.#account.relayOnly ? 'relay' : 'all',
      // No `max-bundle`: with that Chromium refuses the offer of a PBX that names no BUNDLE group for its only medium.
      rtcpMuxPolicy: 'require',
    };
  }
}

/** User part of our Contact: stable, and not the line's name, so that two desks of one line are told apart. */
function contactUser(instanceId: string): string {
  return instanceId.replaceAll('-', '').slice(-12).toLowerCase();
}
