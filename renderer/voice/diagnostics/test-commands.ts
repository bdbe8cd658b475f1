import { CodedError, type ErrorCode } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { PhoneCommand } from '../contract/messages.ts';
import type { TestResult } from '../contract/diagnostics.ts';
import { measureEchoDelay, type EchoDelayOptions } from './echo-delay.ts';
import { measureLoudness } from './loudness.ts';
import { checkRelays } from './relay-check.ts';

/** Commands that measure something for the diagnostics. */
export type TestCommand = Extract<PhoneCommand, { type: 'checkRelays' | 'measureMicrophone' | 'measureEcho' }>;

export type TestCommandsOptions = {
  /** Of the line; undefined without one. */
  readonly iceServers: () => readonly RTCIceServer[] | undefined;
  /** Undefined when the call is over or has no sound. */
  readonly echoEnds: (callId: Id) => EchoDelayOptions | undefined;
  readonly whyNoMicrophone: () => Promise<ErrorCode | null>;
  readonly microphone: () => MediaStream | undefined;
};

export class TestCommands {
  readonly #options: TestCommandsOptions;

  constructor(options: TestCommandsOptions) {
    this.#options = options;
  }

  /** @throws {CodedError} what a person should be told when nothing can be measured */
  async run(command: TestCommand): Promise<TestResult> {
    const { iceServers, echoEnds, whyNoMicrophone, microphone } = this.#options;
    switch (command.type) {
      case 'checkRelays': {
        const servers = iceServers();
        if (servers === undefined) throw new CodedError('PHONE_NO_LINE');
        return { relays: await checkRelays(servers) };
      }
      case 'measureMicrophone': {
        const missing = await whyNoMicrophone();
        const stream = microphone();
        if (missing !== null || stream === undefined) throw new CodedError(missing ?? 'PHONE_MICROPHONE_MISSING');
        return { loudness: await measureLoudness(stream) };
      }
      case 'measureEcho': {
        const ends = echoEnds(command.callId);
        if (ends === undefined) throw new CodedError('PHONE_CALL_GONE');
        return { echoMs: await measureEchoDelay(ends) };
      }
    }
  }
}
