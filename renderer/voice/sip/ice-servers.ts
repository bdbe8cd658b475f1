import type { Line } from '../../../domain/wire/provisioning.ts';

/** The servers as WebRTC wants them. */
export function iceServersOf({ iceServers }: Pick<Line, 'iceServers'>): RTCIceServer[] {
  return iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}
