import { MessageChannelMain, type WebContents } from 'electron';
import { phonePortChannel } from '../ipc/channels.ts';

/** Joins desk and phone by a fresh pair of ports. What held the old ones sees them close. */
export function joinByPorts(desk: WebContents, voice: WebContents): void {
  const { port1, port2 } = new MessageChannelMain();
  desk.postMessage(phonePortChannel, null, [port1]);
  voice.postMessage(phonePortChannel, null, [port2]);
}
