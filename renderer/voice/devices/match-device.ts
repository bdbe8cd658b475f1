import type { AudioDevice } from '../contract/state.ts';

/** What `enumerateDevices` gives, as far as it matters here. */
export type ListedDevice = Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>;

/** Chromium's two stand-ins on Windows; on Linux and macOS only `default`. */
const standIns = new Set(['default', 'communications']);

/**
 * The name of a device without what Chromium adds: `Default - Headset`, `Communications - Headset`, the USB ids in
 * `Jabra Evolve 65 (0b0e:030c)`, and the translated prefixes (`Par défaut - `).
 */
export function plainName(label: string): string {
  return label
    .replace(/^(default|communications|par défaut|défaut|standard|kommunikation)\s*[-–]\s*/i, '')
    .replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '')
    .trim();
}

/** The real devices of one kind, once each. Without permission for the microphone they have no names and are left out. */
export function listDevices(devices: readonly ListedDevice[], kind: 'audioinput' | 'audiooutput'): AudioDevice[] {
  const listed: AudioDevice[] = [];
  for (const device of devices) {
    if (device.kind !== kind || standIns.has(device.deviceId)) continue;
    const name = plainName(device.label);
    if (name !== '') listed.push({ name, deviceId: device.deviceId });
  }
  return listed;
}

/**
 * The device that bears this name now. Ids change between machines and sessions, names do not: exactly the same name first,
 * then the same without regard to case and spaces, as systems disagree on those between updates.
 */
export function matchDevice(devices: readonly AudioDevice[], name: string | null): AudioDevice | undefined {
  if (name === null) return undefined;
  const wanted = plainName(name);
  const folded = fold(wanted);
  return devices.find((device) => device.name === wanted) ?? devices.find((device) => fold(device.name) === folded);
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
