import { done, type CommandReply } from '../command-reply.ts';
import type { PhoneCommand } from '../contract/messages.ts';
import type { RingWay } from '../contract/state.ts';
import type { AudioDevices } from './audio-devices.ts';

/** Commands about the sound devices and what an agent likes of them. */
export type SoundCommand = Extract<
  PhoneCommand,
  {
    type: 'chooseDevice' | 'undoMove' | 'tryDevice' | 'watchLevel' | 'retryMicrophone' | 'suppressNoise' | 'setRing';
  }
>;

export type SoundCommandsOptions = {
  readonly devices: AudioDevices;
  /** Plays a short sound on the device of this role. */
  readonly tryDevice: (role: 'speaker' | 'ringer') => void;
  readonly keepRing: (ring: RingWay) => void;
  readonly keepSuppression: (on: boolean) => void;
};

export class SoundCommands {
  readonly #options: SoundCommandsOptions;

  constructor(options: SoundCommandsOptions) {
    this.#options = options;
  }

  async run(command: SoundCommand): Promise<CommandReply> {
    const { devices, tryDevice, keepRing, keepSuppression } = this.#options;
    switch (command.type) {
      case 'chooseDevice':
        await devices.choose(command.role, command.name);
        return done;
      case 'undoMove':
        await devices.undoMove();
        return done;
      case 'tryDevice':
        tryDevice(command.role);
        return done;
      case 'watchLevel':
        devices.monitor.show(command.on);
        return done;
      case 'retryMicrophone':
        await devices.retryMicrophone();
        return { error: devices.microphone.missing };
      case 'suppressNoise': {
        const taken = await devices.suppressNoise(command.on);
        keepSuppression(command.on && taken);
        return { error: taken ? null : 'PHONE_NOISE_FAILED' };
      }
      case 'setRing':
        keepRing(command.way);
        return done;
    }
  }
}
