import { app } from 'electron';
import type { Windows } from '../windows/windows.ts';

/** Chromium's names of the helpers that carry the sound and the signalling. */
const helpers: ReadonlySet<string | undefined> = new Set(['audio.mojom.AudioService', 'network.mojom.NetworkService']);

/** What a call needs: the phone's page, and Chromium's helpers for sound and network. */
export function phoneProcesses(windows: Pick<Windows, 'voiceProcessId'>): readonly number[] {
  const { voiceProcessId } = windows;
  // A page that is being started again has none: 0.
  const voice = voiceProcessId === undefined || voiceProcessId === 0 ? [] : [voiceProcessId];
  const services = app.getAppMetrics().filter(({ serviceName }) => helpers.has(serviceName));
  return [...voice, ...services.map(({ pid }) => pid)];
}
