import { join } from 'node:path';
import type { UpdateState } from '../../renderer/bridges/update.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../log/log.ts';
import { lastingArguments } from '../start/again.ts';
import { AppImage } from './app-image.ts';
import { fetchUpdate, isTrustworthy, type FetchUpdateOptions } from './fetch-update.ts';
import { Updates } from './updates.ts';

export type OpenUpdatesOptions = {
  readonly dataFolder: string;
  /** The administrator's address of the feed. */
  readonly address: string;
  readonly version: string;
  /** The running AppImage, as its runtime says. */
  readonly program: string | undefined;
  readonly argv: readonly string[];
  readonly fetch: FetchUpdateOptions['fetch'];
  readonly hasCall: () => boolean;
  readonly idleSeconds: () => number;
  readonly quit: () => void;
  readonly onState: (state: UpdateState) => void;
  readonly incidents: Pick<Incidents, 'all' | 'happened'>;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
};

/** Null where this program cannot replace itself, or from there. */
export async function openUpdates(options: OpenUpdatesOptions): Promise<Updates | null> {
  const { dataFolder, address, version, program, argv, log } = options;
  if (!isTrustworthy(address)) {
    log.warn('update-address-refused', 'neither https nor this machine');
    return null;
  }
  const marker = join(dataFolder, 'update-usable');
  const appImage = await AppImage.at({ marker, args: lastingArguments(argv) }, program);
  if (appImage === null) return null;
  const { fetch } = options;
  const machine = `${process.platform}-${process.arch}`;
  return new Updates({
    ...options,
    appImage,
    marker,
    failed: failedIn(argv),
    fetch: (failed) => fetchUpdate({ fetch, address, machine, current: version, failed, file: appImage.incoming }),
  });
}

/** The version of which the guardian says that it did not start. */
export function failedIn(argv: readonly string[]): string | null {
  return /^--update-failed=(\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[\w.]{1,40})?)$/.exec(argv.at(-1) ?? '')?.[1] ?? null;
}
