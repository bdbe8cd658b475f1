import { CodedError, type ErrorCode } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Line } from '../../domain/wire/provisioning.ts';
import type { CallsElsewhere, VoiceAccount } from '../bridges/voice-bridge.ts';
import { Output } from './audio/output.ts';
import { CallCommands } from './call/call-commands.ts';
import { reduceCalls } from './call/call-reducer.ts';
import { isLive, noCalls, publicCall, type CallEffect, type CallEvent } from './call/call-state.ts';
import { done, type CommandReply } from './command-reply.ts';
import type { PhoneCommand } from './contract/messages.ts';
import { TestCommands } from './diagnostics/test-commands.ts';
import type { QualityState } from './contract/quality.ts';
import { Colleagues } from './colleagues/colleagues.ts';
import type { ColleagueLine, Voicemail, WorkState } from './contract/work-state.ts';
import type {
  AccountState,
  DevicesState,
  Elsewhere,
  HeadsetState,
  PhoneCall,
  PhoneSnapshot,
  RingWay,
} from './contract/state.ts';
import { AudioDevices } from './devices/audio-devices.ts';
import { SoundCommands } from './devices/sound-commands.ts';
import { Headsets } from './headset/headsets.ts';
import { loadLowBandwidth, saveLowBandwidth } from './devices/bandwidth-choice.ts';
import type { Hid } from './headset/web-hid.ts';
import { iceServersOf } from './sip/ice-servers.ts';
import { describe, type PhoneLog } from './phone-log.ts';
import { tellDelay } from './call/tell-delay.ts';
import { ElsewhereWatch, type LeftCalls } from './resume/elsewhere.ts';
import { LedgerKeeper } from './resume/ledger-keeper.ts';
import { ringOf } from './resume/resume-steps.ts';
import { QualityWatch } from './quality/quality-watch.ts';
import { loadPreferences, savePreferences, usual, type Preferences } from './preferences.ts';
import { Ringer } from './ringer/ringer.ts';
import { soundsFor } from './ringer/sound-plan.ts';
import { sounds } from './ringer/sounds.ts';
import { userOf } from './sip/name-address.ts';
import type { NetworkNews, SipLine, SipLineEvents } from './sip/sip-line.ts';
import type { LineServices } from './work/line-services.ts';
import { AgentWork } from './work/work.ts';

/** A line and, on the practice line, the customer who calls it. */
export type OpenedLine = {
  readonly line: SipLine;
  readonly name: string | null;
  readonly services: LineServices;
  /** What a caller is diverted to, to leave a message. */
  readonly voicemail: string | null;
  /** What is dialled to hear oneself. */
  readonly echoNumber: string | null;
  readonly practiceCall?: () => void;
  readonly close: () => void;
};

export type PhoneOptions = {
  readonly media: MediaDevices;
  readonly hid: Hid | undefined;
  readonly storage: Storage;
  readonly openLine: (
    account: Exclude<VoiceAccount, { mode: 'none' }>,
    microphone: () => MediaStream | undefined,
    lowBandwidth: () => boolean,
    events: SipLineEvents,
  ) => OpenedLine;
  readonly onChange: (change: PhoneChange) => void;
  /** Of the microphone, while it is watched: root mean square, 0 to 1. */
  readonly onLevel: (level: number) => void;
  readonly log: PhoneLog;
  /** Puts what it takes to have the calls again on the disk; null: there are none. */
  readonly keepLedger: (text: string | null) => void;
  readonly beatLedger: () => void;
  /** Has what was put into the storage handed to the disk now. */
  readonly keepStorage: () => void;
  /** Asks for the agent's calls at another desk. */
  readonly callsElsewhere: () => Promise<CallsElsewhere>;
  /** Resolves when the server has what was kept last, for this agent's other desks, or cannot be told. */
  readonly ledgerCarried: () => Promise<void>;
};

/** `all`: the account is another one; otherwise the sections that are new. */
export type PhoneChange =
  | 'all'
  | {
      readonly account?: AccountState;
      readonly calls?: PhoneCall[];
      readonly devices?: DevicesState;
      readonly headsets?: HeadsetState[];
      readonly quality?: QualityState[];
      readonly lowBandwidth?: boolean;
      readonly work?: WorkState;
      readonly colleagues?: ColleagueLine[];
      readonly voicemail?: Voicemail | null;
      readonly ring?: RingWay;
      readonly elsewhere?: Elsewhere | null;
      readonly heldElsewhere?: Id[] | null;
    };

type CallEnded = Extract<CallEvent, { type: 'ended' }>;

const busyToneMs = 4_000;
const unchanged: NetworkNews = { addressGone: false };
/** How long a call that the PBX does not know is looked for at the agent's other desks, in ms. */
const elsewherePatienceMs = 3_000;
/** The same for a call that was up here and is over: its end is not shown before. */
const movedPatienceMs = 400;
/** How long the server may take to be told that a call is had here before it is, in ms. */
const claimPatienceMs = 1_000;
/** How long a call that is had again waits for the microphone, in ms. */
const microphonePatienceMs = 1_500;

/** The whole phone without a face: one line, its calls, the sound devices. */
export class Phone {
  readonly #options: PhoneOptions;
  readonly #devices: AudioDevices;
  readonly headsets: Headsets;
  readonly #quality: QualityWatch;
  /** Of the calls, for the phone that comes after this one. */
  readonly ledger: LedgerKeeper;
  readonly #elsewhere: ElsewhereWatch;
  readonly #speaker: Output;
  readonly #ringer: Ringer;
  readonly #callCommands = new CallCommands({
    state: () => this.#calls,
    dispatch: (event) => this.#dispatch(event),
    line: () => this.#opened && { registered: this.#opened.line.registered, voicemail: this.#opened.voicemail },
    whyNoMicrophone: () => this.#whyNoMicrophone(),
  });
  readonly #soundCommands: SoundCommands;
  readonly #testCommands = new TestCommands({
    iceServers: () => this.#opened?.line.iceServers,
    echoEnds: (id) => this.#opened?.line.echoEnds(id),
    whyNoMicrophone: () => this.#whyNoMicrophone(),
    microphone: () => this.#devices.microphone.forCall(),
  });
  #preferences = usual;
  #agentId: Id | undefined;
  #mode: PhoneSnapshot['mode'] = 'none';
  #opened: OpenedLine | undefined;
  #work: AgentWork | undefined;
  #colleagues: Colleagues | undefined;
  #account: AccountState = { state: 'none' };
  #calls = noCalls;
  #accountKey = '';
  #relaysKey = '';
  #busyTone = false;
  #lowBandwidth: boolean;
  #telling: ReturnType<typeof setTimeout> | undefined;
  /** When, in ms since the epoch. */
  #tellAt = 0;

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.#lowBandwidth = loadLowBandwidth(options.storage);
    const onProblem = (what: string, error: unknown): void => options.log('warn', `audio-${what}`, describe(error));
    this.#speaker = new Output({ onProblem });
    this.#ringer = new Ringer({ onProblem });
    this.#devices = new AudioDevices({
      media: options.media,
      storage: options.storage,
      onChange: (devices) => {
        this.#ringer.ringEverywhere(
          this.#preferences.ring.everywhere,
          devices.outputs.map(({ deviceId }) => deviceId),
        );
        options.onChange({ devices });
        void this.headsets.soundsChanged();
      },
      onMicrophoneReplaced: () => {
        this.#opened?.line.replaceMicrophone().catch((error: unknown) => {
          options.log('error', 'microphone-replace', describe(error));
        });
      },
      onLevel: options.onLevel,
      onSink: (role, deviceId) => (role === 'speaker' ? this.#speaker : this.#ringer).useDevice(deviceId),
    });
    this.#soundCommands = new SoundCommands({
      devices: this.#devices,
      tryDevice: (role) => (role === 'speaker' ? this.#speaker : this.#ringer).playOnce(sounds.chime),
      keepRing: (ring) => {
        this.#prefer({ ...this.#preferences, ring });
        options.onChange({ ring });
      },
      keepSuppression: (on) => this.#prefer({ ...this.#preferences, suppressNoise: on }),
    });
    this.headsets = new Headsets({
      hid: options.hid,
      calls: () => this.#calls.calls,
      run: (command) => this.run(command),
      sounds: {
        listed: () => options.media.enumerateDevices(),
        chosen: () => this.#devices.state.chosen.speaker,
      },
      onChange: (headsets) => options.onChange({ headsets }),
      log: options.log,
    });
    this.ledger = new LedgerKeeper({
      keep: options.keepLedger,
      beat: options.beatLedger,
      onIgnored: (why) => options.log('warn', `ledger-${why}`),
    });
    this.#elsewhere = new ElsewhereWatch({
      ask: options.callsElsewhere,
      onChange: (elsewhere) => options.onChange({ elsewhere }),
      onHeld: (held) => options.onChange({ heldElsewhere: [...held] }),
      onUnfinished: (left) => {
        options.log('info', 'calls-unfinished', `${left.entries.length}, last alive ${left.aliveAt}`);
        this.#adopt(left);
      },
    });
    this.#quality = new QualityWatch({
      calls: () => this.#calls.calls,
      statistics: (id) => this.#opened?.line.statistics(id),
      onChange: (quality) => options.onChange({ quality }),
      onProblem: (error) => options.log('warn', 'quality', describe(error)),
    });
  }

  get snapshot(): PhoneSnapshot {
    return {
      mode: this.#mode,
      lineName: this.#opened?.name ?? null,
      echoNumber: this.#opened?.echoNumber ?? null,
      account: this.#account,
      calls: this.#publicCalls(),
      devices: this.#devices.state,
      lowBandwidth: this.#lowBandwidth,
      headsets: this.headsets.state,
      quality: this.#quality.states,
      work: this.#work?.state ?? null,
      colleagues: this.#colleagues?.lines ?? [],
      voicemail: this.#colleagues?.voicemail ?? null,
      ring: this.#preferences.ring,
      elsewhere: this.#elsewhere.state,
      heldElsewhere: this.#heldElsewhere(),
    };
  }

  /** Takes this account in place of the one before, whose calls end. */
  useAccount(account: VoiceAccount): void {
    // The same again, after a refreshed session: a call must not end for that.
    if (account.mode !== 'none') this.#work?.useRules(account.work);
    const key = JSON.stringify(identityOf(account));
    if (key === this.#accountKey) {
      if (account.mode === 'line') this.#useRelays(account.line);
      return;
    }
    this.#accountKey = key;
    this.#relaysKey = account.mode === 'line' ? JSON.stringify(account.line.iceServers) : '';
    this.#closeLine();
    this.#mode = account.mode;
    if (account.mode === 'none') {
      this.#devices.stop();
    } else {
      this.#agentId = account.agentId;
      this.#prefer(loadPreferences(this.#options.storage, account.agentId));
      this.#startDevices(account.agentId);
      this.#account = { state: 'connecting' };
      const microphone = (): MediaStream | undefined => this.#devices.microphone.forCall();
      this.#opened = this.#options.openLine(account, microphone, () => this.#lowBandwidth, {
        onAccount: (state) => {
          this.#account = state;
          this.#work?.accountChanged(state);
          this.#options.log('info', `line-${state.state}`, 'code' in state ? state.code : undefined);
          // Read by `npm run bench -- startup`; the first one counts.
          if (state.state === 'registered') performance.mark('casque:registered');
          this.#options.onChange({ account: state });
        },
        onCall: (event) => this.#fromLine(event),
        rangBefore: (caller) => ringOf(this.#calls, caller),
        onAutoAnswer: (id) => this.#answerByItself(id),
        onProblem: (what, error) => this.#options.log('warn', what, describe(error)),
        microphoneReady: () => Promise.race([this.#devices.whenStarted(), passed(microphonePatienceMs)]),
        onRemoteAudio: (id, stream) => this.#speaker.playVoice(id, stream),
        onCallGone: (id) => this.#speaker.stopVoice(id),
        onDialog: () => this.#keepLedger(),
      });
      this.#openWork(account, this.#opened);
      this.#opened.line.start();
      if (account.mode === 'line') this.#haveCallsAgain(account);
    }
    this.#options.onChange('all');
  }

  /** Those that the phone before died with. */
  #haveCallsAgain({ agentId, line }: Extract<VoiceAccount, { mode: 'line' }>): void {
    const owner = { agentId, aor: line.aor };
    const { entries, aliveAt } = this.ledger.open(owner, userOf(line.aor) ?? '');
    this.#elsewhere.open(owner);
    if (entries.length === 0) return;
    this.#options.log('info', 'calls-restored', `${entries.length}, last alive ${aliveAt}`);
    this.#dispatch({ type: 'restored', entries, since: aliveAt });
  }

  #fromLine(event: CallEvent): void {
    if (event.type === 'ended' && this.#mayHaveMoved(event)) void this.#wentAway(event);
    else this.#dispatch(this.#work?.isQuiet === true ? refusedWhenIncoming(event) : event);
  }

  /** Whoever takes a call over leaves this desk with a dialog that the PBX ends, or does not know any more. */
  #mayHaveMoved({ id, cause }: CallEnded): boolean {
    const call = this.#calls.calls.find((each) => each.id === id);
    if (call === undefined || !isLive(call) || this.#mode !== 'line') return false;
    if (call.resuming) return cause === 'gone';
    return call.answeredAt !== null && (cause === 'hung-up' || cause === 'answered-elsewhere');
  }

  /** The call has ended, or goes on at another desk, which has taken it over. */
  async #wentAway(event: CallEnded): Promise<void> {
    const { id } = event;
    const [holds, patienceMs] = this.#isResuming(id)
      ? [this.#elsewhere.holds(id), elsewherePatienceMs]
      : [this.#elsewhere.holdsNow(id), movedPatienceMs];
    const held = await Promise.race([holds, passed(patienceMs).then(() => false)]);
    if (!held) {
      this.#dispatch(event);
      return;
    }
    this.#options.log('info', 'call-moved-away', id);
    this.#dispatch({ type: 'movedAway', id });
  }

  #isResuming(id: Id): boolean {
    return this.#calls.calls.some((call) => call.id === id && call.resuming);
  }

  #heldElsewhere(): Id[] | null {
    if (this.#mode !== 'line') return [];
    return this.#elsewhere.held === null ? null : [...this.#elsewhere.held];
  }

  /** Those of the other desk: they are had here, and end there. */
  async #takeOver(): Promise<void> {
    const left = this.#elsewhere.take();
    if (left === undefined) throw new CodedError('PHONE_CALL_GONE');
    this.#options.log('info', 'calls-taken-over', `${left.entries.length}, last alive ${left.aliveAt}`);
    // The other desk may live: it asks where its call went as soon as the PBX ends it there.
    const opened = this.#opened;
    this.ledger.adopt(left.entries);
    await Promise.race([this.#options.ledgerCarried(), passed(claimPatienceMs)]);
    if (this.#opened !== opened) throw new CodedError('PHONE_CALL_GONE');
    this.#adopt(left);
  }

  #adopt({ entries, aliveAt: since }: LeftCalls): void {
    this.ledger.adopt(entries);
    this.#dispatch({ type: 'restored', entries, since });
  }

  /** Credentials of TURN servers are renewed while calls go on. */
  #useRelays(line: Line): void {
    const key = JSON.stringify(line.iceServers);
    if (key === this.#relaysKey) return;
    this.#relaysKey = key;
    this.#opened?.line.useIceServers(iceServersOf(line));
  }

  /** The machine woke up, or the network changed: the line is looked at now. */
  wake(network: NetworkNews = unchanged): void {
    this.#opened?.line.wake(network);
  }

  /** The desk before may have died with a meter on its screen. */
  deskReplaced(): void {
    this.#devices.monitor.show(false);
  }

  async run(command: PhoneCommand): Promise<CommandReply> {
    try {
      return await this.#perform(command);
    } catch (error) {
      if (error instanceof CodedError) return { error: error.code };
      this.#options.log('error', `command-${command.type}`, describe(error));
      return { error: 'PHONE_MEDIA_FAILED' };
    }
  }

  /** Each part carries out its own commands; here are those of the line as a whole. */
  async #perform(command: PhoneCommand): Promise<CommandReply> {
    switch (command.type) {
      case 'call':
      case 'answer':
      case 'reject':
      case 'hangUp':
      case 'mute':
      case 'hold':
      case 'dtmf':
      case 'transfer':
      case 'divert':
      case 'conference':
      case 'splitConference':
      case 'acknowledgeEnded':
        return await this.#callCommands.run(command);
      case 'takeOver':
        await this.#takeOver();
        return done;
      case 'leaveElsewhere':
        this.#elsewhere.leave();
        return done;
      case 'chooseDevice':
      case 'undoMove':
      case 'tryDevice':
      case 'watchLevel':
      case 'retryMicrophone':
      case 'suppressNoise':
      case 'setRing':
        return await this.#soundCommands.run(command);
      case 'checkRelays':
      case 'measureMicrophone':
      case 'measureEcho':
        return { error: null, test: await this.#testCommands.run(command) };
      case 'pause':
      case 'resume':
      case 'doNotDisturb':
      case 'pauseAfterCall':
      case 'extendWrapUp':
      case 'endWrapUp':
      case 'signQueue':
        if (this.#work === undefined) throw new CodedError('PHONE_NO_LINE');
        return { error: await this.#work.run(command) };
      case 'qualityDetails': {
        const quality = this.#quality.details(command.callId);
        if (quality === undefined) throw new CodedError('PHONE_CALL_GONE');
        return { error: null, quality };
      }
      case 'watchColleagues':
        this.#colleagues?.watch(command.numbers);
        return done;
      case 'setLowBandwidth':
        await this.#spareNetwork(command.on);
        return done;
      case 'retryLine':
        if (this.#opened === undefined) throw new CodedError('PHONE_NO_LINE');
        this.#opened.line.wake(unchanged);
        return done;
      case 'practiceCall':
        if (this.#opened?.practiceCall === undefined) throw new CodedError('PHONE_NO_LINE');
        this.#opened.practiceCall();
        return done;
    }
  }

  async #spareNetwork(on: boolean): Promise<void> {
    this.#lowBandwidth = on;
    saveLowBandwidth(this.#options.storage, on);
    this.#options.onChange({ lowBandwidth: on });
    await this.#opened?.line.tune();
  }

  /** Not into a conversation: that one would be put on hold without the agent's will. */
  #answerByItself(id: Id): void {
    const busy = this.#calls.calls.some((call) => isLive(call) && call.phase !== 'ringing');
    const microphone = this.#devices.microphone.missing;
    if (!busy) this.#dispatch({ type: 'answerAsked', id, microphone, automatic: true });
  }

  /** Right after the start the microphone may still be opening; a wait of that moment is better than a refusal. */
  async #whyNoMicrophone(): Promise<ErrorCode | null> {
    if (this.#devices.microphone.state.state === 'starting') await this.#devices.whenStarted();
    return this.#devices.microphone.missing;
  }

  #dispatch(event: CallEvent): void {
    const before = this.#calls;
    const [next, effects] = reduceCalls(before, event);
    this.#calls = next;
    // The effects first: an answer must not wait for the ring to be stopped.
    for (const effect of effects) this.#runEffect(effect);
    this.#playSounds();
    if (next === before) return;
    this.#devices.callsChanged(this.#publicCalls());
    this.headsets.callsChanged();
    this.#keepLedger();
    // Before the calls are told: an ended call is told with its summary.
    this.#quality.callsChanged();
    this.#tellCalls();
    this.#work?.callsChanged(before.calls, next.calls);
  }

  #keepLedger(): void {
    this.ledger.callsChanged(this.#calls.calls, {
      dialog: (id) => this.#opened?.line.dialog(id),
      isLeaving: (id) => this.#opened?.line.isLeaving(id) === true,
    });
  }

  /** Now, or a moment later (`tellDelay`); the earliest moment that was set counts. */
  #tellCalls(): void {
    const now = Date.now();
    const tellAt = now + tellDelay(this.#calls.calls, now);
    if (this.#telling !== undefined && this.#tellAt <= tellAt) return;
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (tellAt === now) {
      this.#options.onChange({ calls: this.#publicCalls() });
      return;
    }
    this.#tellAt = tellAt;
    this.#telling = setTimeout(() => {
      this.#telling = undefined;
      this.#options.onChange({ calls: this.#publicCalls() });
    }, tellAt - now);
  }

  #runEffect(effect: CallEffect): void {
    if (effect.type === 'busyTone') {
      this.#speaker.playOnce(sounds.busy, busyToneMs);
      this.#busyTone = true;
      return;
    }
    if (effect.type === 'autoAnswerTone') {
      this.#busyTone = false;
      this.#speaker.playOnce(sounds.chime);
      return;
    }
    try {
      this.#opened?.line.run(effect);
    } catch (error) {
      this.#options.log('error', `call-${effect.type}`, describe(error));
    }
  }

  #playSounds(): void {
    const plan = soundsFor(this.#calls);
    this.#ringer.loop(plan.ringer === null || this.#preferences.ring.silent ? null : sounds[plan.ringer]);
    this.#speaker.loop(plan.speaker === null ? null : sounds[plan.speaker]);
    // The busy tone of the last call must not lie under the next conversation.
    if (this.#busyTone && this.#calls.calls.some(isLive)) {
      this.#busyTone = false;
      this.#speaker.stopOnce();
    }
  }

  #publicCalls(): PhoneCall[] {
    return this.#calls.calls.map(publicCall);
  }

  #openWork(account: Exclude<VoiceAccount, { mode: 'none' }>, { services, echoNumber }: OpenedLine): void {
    const { onChange, storage, keepStorage: onKept } = this.#options;
    this.#work = new AgentWork({
      services,
      rules: account.work,
      agentId: account.agentId,
      storage,
      echoNumber,
      onChange: (work) => onChange({ work }),
      onKept,
    });
    this.#colleagues = new Colleagues(services, {
      onLines: (colleagues) => onChange({ colleagues }),
      onVoicemail: (voicemail) => onChange({ voicemail }),
    });
  }

  #prefer(preferences: Preferences): void {
    this.#preferences = preferences;
    if (this.#agentId !== undefined) savePreferences(this.#options.storage, this.#agentId, preferences);
    this.#ringer.ringEverywhere(
      preferences.ring.everywhere,
      this.#devices.state.outputs.map(({ deviceId }) => deviceId),
    );
    this.#playSounds();
  }

  #startDevices(agentId: Id): void {
    this.#devices
      .start(agentId, this.#preferences.suppressNoise)
      .catch((error: unknown) => this.#options.log('error', 'devices', describe(error)));
  }

  #closeLine(): void {
    this.#dispatch({ type: 'forgotten' });
    this.ledger.close();
    this.#elsewhere.close();
    this.#work?.stop();
    this.#work = undefined;
    this.#colleagues?.stop();
    this.#colleagues = undefined;
    this.#opened?.close();
    this.#opened = undefined;
    this.#account = { state: 'none' };
    this.#speaker.stopAll();
    this.#ringer.stopAll();
  }
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

/** What of an account makes it another line: not what may be changed under way. */
function identityOf(account: VoiceAccount): unknown {
  const settled = { ...account, work: null };
  return account.mode === 'line'
    ? { ...settled, line: { ...account.line, iceServers: [], iceExpiresAt: null } }
    : settled;
}

/** Do not disturb: the caller hears busy at once, and the agent sees that somebody called. */
function refusedWhenIncoming(event: CallEvent): CallEvent {
  return event.type === 'incoming' ? { ...event, refused: 'PHONE_DO_NOT_DISTURB' } : event;
}
