/** When sound was there again after a gap, on either side of a call. */
import { energyShare, loudness, signatures } from '../../lab/signature.ts';
import type { CustomerCall } from '../../lab/customer.ts';
import type { Recording } from '../../lab/recording.ts';
import { pause } from '../../lab/wait.ts';

/** So much silence is a gap, and no pause between two packets or in the melody (50 ms); a resume can be over within 300, ms. */
const gapMs = 150;
const frameMs = 20;
/** Root mean square of a frame that is sound. */
const sounding = 100;

/** The first packet with the agent's voice after the gap at the customer's, in ms since the epoch. */
export async function customerHears({ phone, heard }: CustomerCall, timeoutMs: number): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  let seen = phone.received;
  let last = performance.now();
  while (performance.now() < deadline) {
    const at = phone.lastPacketAt ?? performance.now();
    if (phone.received !== seen && at - last >= gapMs && isAgent(phone.lastPacket, heard.sampleRate)) {
      return performance.timeOrigin + at;
    }
    // What comes after the gap and is silent does not end it.
    if (phone.received !== seen && (at - last < gapMs || isAgent(phone.lastPacket, heard.sampleRate))) last = at;
    seen = phone.received;
    await pause(2);
  }
  throw new Error('The customer did not hear the agent again.');
}

/** The first sound after the gap in a recording that grows with time, in ms since the epoch. */
export async function headsetSounds(recording: Recording, timeoutMs: number): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  let from = recording.lengthMs;
  let silentMs = 0;
  while (performance.now() < deadline) {
    const arrivedAt = performance.timeOrigin + performance.now();
    const end = recording.lengthMs;
    for (; from + frameMs <= end; from += frameMs) {
      if (loudness(recording.samples(from, from + frameMs)) < sounding) silentMs += frameMs;
      else if (silentMs >= gapMs) return arrivedAt - (end - from);
      else silentMs = 0;
    }
    await pause(5);
  }
  throw new Error('The agent did not hear the customer again.');
}

function isAgent(packet: Int16Array, sampleRate: number): boolean {
  if (loudness(packet) <= sounding) return false;
  return Math.max(...signatures.music.map((note) => energyShare(packet, sampleRate, note))) < 0.2;
}
