import { CodedError, type ErrorCode } from '../../../domain/errors.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { done, type CommandReply } from '../command-reply.ts';
import type { PhoneCommand } from '../contract/messages.ts';
import { readDialTarget } from '../sip/dial-target.ts';
import { joiningEvent, type JoiningCommand } from './asked.ts';
import { maximumLiveCalls, type CallEvent, type CallsState } from './call-state.ts';
import { findLive, liveCalls } from './call-steps.ts';

/** Commands about calls. */
export type CallCommand =
  | JoiningCommand
  | Extract<
      PhoneCommand,
      { type: 'call' | 'answer' | 'reject' | 'hangUp' | 'mute' | 'hold' | 'dtmf' | 'acknowledgeEnded' }
    >;

export type CallCommandsOptions = {
  readonly state: () => CallsState;
  readonly dispatch: (event: CallEvent) => void;
  /** What of the line a call needs; undefined without one. */
  readonly line: () => { readonly registered: boolean; readonly voicemail: string | null } | undefined;
  /** Why there is no microphone, null when there is one. */
  readonly whyNoMicrophone: () => Promise<ErrorCode | null>;
};

/** Turns what the desk asks of calls into events of theirs. Throws what a person should be told when it cannot be done now. */
export class CallCommands {
  readonly #options: CallCommandsOptions;

  constructor(options: CallCommandsOptions) {
    this.#options = options;
  }

  async run(command: CallCommand): Promise<CommandReply> {
    if (command.type === 'call') return this.#call(command.number, await this.#options.whyNoMicrophone());
    if (command.type === 'answer') {
      const microphone = await this.#options.whyNoMicrophone();
      this.#options.dispatch({ type: 'answerAsked', id: this.#live(command.callId), microphone });
      return { error: microphone };
    }
    this.#options.dispatch(this.#event(command));
    return done;
  }

  #event(command: Exclude<CallCommand, { type: 'call' | 'answer' }>): CallEvent {
    const at = new Date().toISOString();
    switch (command.type) {
      case 'reject':
        return { type: 'rejectAsked', id: this.#live(command.callId), at };
      case 'hangUp':
        return { type: 'hangUpAsked', id: this.#live(command.callId), at };
      case 'mute':
        return { type: 'muteAsked', id: this.#live(command.callId), on: command.on };
      case 'hold':
        return { type: 'holdAsked', id: this.#live(command.callId), on: command.on };
      case 'dtmf':
        return { type: 'dtmfAsked', id: this.#live(command.callId), digits: command.digits };
      case 'transfer':
      case 'divert':
      case 'conference':
      case 'splitConference':
        return joiningEvent(this.#options.state(), command, this.#options.line()?.voicemail ?? null);
      case 'acknowledgeEnded':
        return { type: 'acknowledged', id: command.callId };
    }
  }

  #live(id: Id): Id {
    if (findLive(this.#options.state(), id) === undefined) throw new CodedError('PHONE_CALL_GONE');
    return id;
  }

  #call(number: string, microphone: ErrorCode | null): CommandReply {
    const line = this.#options.line();
    if (line === undefined) throw new CodedError('PHONE_NO_LINE');
    if (!line.registered) throw new CodedError('PHONE_NOT_REGISTERED');
    const target = readDialTarget(number);
    if (target === undefined) throw new CodedError('PHONE_NUMBER_INVALID');
    if (microphone !== null) throw new CodedError(microphone);
    if (liveCalls(this.#options.state()) >= maximumLiveCalls) throw new CodedError('PHONE_TOO_MANY_CALLS');
    const id = newId();
    this.#options.dispatch({ type: 'dialAsked', id, at: new Date().toISOString(), number: target });
    return { error: null, callId: id };
  }
}
