import { lowBitrate } from './opus.ts';

/**
 * How the voice leaves this machine. `networkPriority` makes Chromium mark its packets as voice (DSCP EF, RFC 8837); a system or a
 * network may take the mark off again. On a poor network the encoder is held back at once, in the middle of a call.
 */
export async function tuneSender(sender: RTCRtpSender, lowBandwidth: boolean): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (encoding === undefined) return;
  encoding.priority = 'high';
  encoding.networkPriority = 'high';
  // G.711 has one bit rate, and Chromium refuses to be asked for another.
  const isOpus = parameters.codecs[0]?.mimeType.toLowerCase() === 'audio/opus';
  if (lowBandwidth && isOpus) encoding.maxBitrate = lowBitrate;
  else delete encoding.maxBitrate;
  await sender.setParameters(parameters);
}
