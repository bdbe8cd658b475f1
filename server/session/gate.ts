import { createHash } from 'node:crypto';
import { CodedError } from '../../domain/errors.ts';
import { CountedWindows } from '../limits/counted-windows.ts';
import { Refusals, type Limit } from '../limits/refusals.ts';
import { ProofCheck, type ProvenRequest } from './proof.ts';
import type { Sessions, SignedIn } from './sessions.ts';

/** A token that opened a session passes for so long without its address being looked at. Milliseconds. */
const knownFor = 3_600_000;

const minute = 60_000;

export type GateOptions = {
  readonly sessions: Pick<Sessions, 'authenticate'>;
  /** Requests of one session in a minute. */
  readonly perSession: number;
  /** Refused tokens of one address in a minute. */
  readonly refusals: number;
  readonly now?: () => number;
};

/** What is shown to be let in; `proof` where the session is bound to a device. */
export type Shown = Omit<ProvenRequest, 'token'> & {
  readonly token: string | undefined;
  readonly proof: string | undefined;
};

/** Where tokens are shown: opens the session, and holds back who asks too much or tries tokens. Counted on each node for itself. */
export class Gate {
  readonly #options: GateOptions;
  readonly #requests: CountedWindows;
  readonly #known: CountedWindows;
  readonly #refusals: Refusals;
  readonly #proofs: ProofCheck;

  constructor(options: GateOptions) {
    const limit: Limit = { most: options.refusals, window: minute };
    this.#options = options;
    this.#requests = new CountedWindows(options.now);
    this.#known = new CountedWindows(options.now);
    this.#refusals = new Refusals(limit, 'REQUEST_TOO_MANY', options.now);
    this.#proofs = new ProofCheck(options.now);
  }

  /** Throws `CodedError` AUTH_SESSION_ENDED, AUTH_PROOF_STALE and REQUEST_TOO_MANY. */
  async open({ token, proof, method, path }: Shown, address: string): Promise<SignedIn> {
    const key = createHash('sha256')
      .update(token ?? '')
      .digest('base64');
    const open = async () => {
      if (token === undefined) throw new CodedError('AUTH_SESSION_ENDED');
      const opened = await this.#options.sessions.authenticate(token);
      if (opened.key !== null) this.#proofs.require(proof, opened.key, { token, method, path });
      return opened.signedIn;
    };
    // Whoever shares an address with somebody who tries tokens goes on working.
    const signedIn =
      this.#known.read(key).current > 0
        ? await open()
        : await this.#refusals.attempt(address, async () => await open());
    this.#known.count(key, knownFor);
    if (this.#requests.count(signedIn.sessionId, minute).current > this.#options.perSession) {
      throw new CodedError('REQUEST_TOO_MANY');
    }
    return signedIn;
  }
}
