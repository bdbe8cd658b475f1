import { DraftExchangeReply, type DraftExchange } from '../../../domain/wire/carried.ts';
import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';
import { protocolVersion } from '../../../domain/wire/sync.ts';
import type { Platform } from '../platform.ts';
import { post, type Credentials } from './http.ts';

/** What is to be told to the server, as of one moment. */
export type Outgoing = { readonly since: number | null; readonly drafts: readonly DraftCopy[]; readonly more: boolean };

export type DraftTravelOptions = {
  readonly platform: Pick<Platform, 'fetch' | 'after' | 'log' | 'now'>;
  /** Null while nobody is signed in at the server. */
  readonly credentials: () => Credentials | null;
  readonly drafts: {
    outgoing(): Promise<Outgoing>;
    incoming(sent: readonly DraftCopy[], reply: DraftExchangeReply): Promise<void>;
  };
};

/** After a change, so that typing is not one exchange a letter; and before the next try when the server did not answer. Milliseconds. */
const settleMillis = 700;
const againMillis = 15_000;

/** Takes unsent words to the server and brings those of the agent's other desks, as they change and when the server is back. */
export class DraftTravel {
  readonly #options: DraftTravelOptions;
  #running: Promise<boolean> | null = null;
  #again = false;
  #cancel: (() => void) | null = null;
  #stopped = false;

  constructor(options: DraftTravelOptions) {
    this.#options = options;
  }

  /** Something was written. */
  want(): void {
    if (this.#stopped) return;
    this.#cancel ??= this.#options.platform.after(settleMillis, () => void this.exchange());
  }

  /** Now: at the start, and when the server answers again. Resolves to whether it worked. */
  async exchange(): Promise<boolean> {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#stopped) return false;
    if (this.#running !== null) {
      this.#again = true;
      return await this.#running;
    }
    this.#running = this.#run();
    const done = await this.#running;
    this.#running = null;
    if (this.#again) {
      this.#again = false;
      this.want();
    }
    return done;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async #run(): Promise<boolean> {
    const { platform, credentials, drafts } = this.#options;
    try {
      for (let more = true; more;) {
        const allowed = credentials();
        if (allowed === null) return false;
        const outgoing = await drafts.outgoing();
        const body: DraftExchange = {
          protocol: protocolVersion,
          since: outgoing.since,
          drafts: [...outgoing.drafts],
        };
        const reply = await post(platform, allowed, '/v1/drafts', body, DraftExchangeReply);
        if (this.#stopped) return false;
        await drafts.incoming(outgoing.drafts, reply);
        more = outgoing.more;
      }
      return true;
    } catch (error) {
      platform.log('warn', 'drafts-not-exchanged', error instanceof Error ? error.message : String(error));
      if (!this.#stopped) this.#cancel ??= platform.after(againMillis, () => void this.exchange());
      return false;
    }
  }
}
