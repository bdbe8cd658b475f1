import type { UA } from 'jssip';
import type { AccountState } from '../contract/state.ts';
import { FailBack, takesConnections } from './fail-back.ts';
import {
  acceptOurGruu,
  betterServers,
  connectNow,
  currentServer,
  dropSocket,
  forgiveServer,
  onRegisterResponse,
  preferFirstServer,
} from './jssip-internals.ts';
import { ourExpires, type OurBinding } from './our-contact.ts';
import { notStarted, reduceRegistration, type RegistrationEffect, type RegistrationEvent } from './registration.ts';

export type RegistrarOptions = {
  readonly ua: UA;
  readonly us: OurBinding;
  /** Seconds. */
  readonly expires: number;
  readonly servers: number;
  /** Whether this machine refuses the certificate of a `wss:` server. */
  readonly refusesCertificate: (url: string) => Promise<boolean>;
  /** The next connection asks anew where its server's name leads. */
  readonly forgetAddresses: () => void;
  /** No call would suffer if the line moved to another server now. */
  readonly mayMove: () => boolean;
  readonly onState: (state: AccountState) => void;
};

/** Runs the registration rules on a JsSIP user agent, in place of JsSIP's own reconnection and refresh. */
export class Registrar {
  readonly #options: RegistrarOptions;
  #state = notStarted;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #credentialsSent = false;
  #dropping = false;
  readonly #failBack: FailBack;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    const { ua } = options;
    acceptOurGruu(ua, options.us);
    this.#failBack = new FailBack({
      better: () => betterServers(ua),
      isDue: () => this.#state.phase === 'registered' && options.mayMove(),
      answers: takesConnections,
      onBack: (url) => {
        forgiveServer(ua, url);
        this.dispatch({ type: 'betterServer' });
      },
    });
    ua.on('connected', () => this.dispatch({ type: 'socketUp' }));
    ua.on('disconnected', () => {
      this.dispatch(this.#dropping ? { type: 'socketDropped' } : { type: 'socketDown', at: Date.now() });
    });
    // Refreshes are ours: with a listener JsSIP leaves them alone.
    ua.on('registrationExpiring', () => undefined);
    ua.on('registrationFailed', ({ response }) => {
      // Without a response it is a timeout or a dead socket, which other events tell.
      if ((response as unknown) === null) return;
      this.dispatch({
        type: 'refused',
        at: Date.now(),
        status: response.status_code,
        credentialsSent: this.#credentialsSent,
      });
    });
    onRegisterResponse(ua, (response, credentialsSent) => {
      this.#credentialsSent = credentialsSent;
      if (response.status_code >= 300) return;
      const seconds = ourExpires(
        response.getHeaders('contact'),
        response.hasHeader('expires') ? response.getHeader('expires') : undefined,
        options.expires,
        options.us,
      );
      if (seconds === null) this.dispatch({ type: 'contactMissing', at: Date.now() });
      else this.dispatch({ type: 'registered', at: Date.now(), expires: seconds });
    });
  }

  get registered(): boolean {
    return this.#state.account.state === 'registered';
  }

  /** The next try is due only later. */
  get isWaiting(): boolean {
    return this.#state.phase === 'waiting';
  }

  start(): void {
    this.dispatch({ type: 'start', servers: this.#options.servers });
    if (this.#options.servers > 1) this.#failBack.start();
  }

  stop(): void {
    this.#failBack.stop();
    this.dispatch({ type: 'stop' });
  }

  /** Tries at once, the preferred server first. */
  wake(): void {
    preferFirstServer(this.#options.ua);
    this.dispatch({ type: 'wake' });
  }

  /** The socket may have been on the address that is gone: it is not worth asking. */
  addressGone(): void {
    preferFirstServer(this.#options.ua);
    this.dispatch({ type: 'addressGone' });
  }

  /** The PBX no longer answers on this socket: dropping it tells `socketDown`, and the next try is due. */
  socketDead(): void {
    if (this.registered) dropSocket(this.#options.ua, true);
  }

  dispatch(event: RegistrationEvent): void {
    const before = this.#state;
    const [next, effects] = reduceRegistration(before, event, Math.random);
    this.#state = next;
    if (next.account !== before.account) this.#options.onState(next.account);
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: RegistrationEffect): void {
    const { ua } = this.#options;
    switch (effect.type) {
      case 'connect':
        connectNow(ua);
        return;
      case 'disconnect':
        this.#dropping = true;
        dropSocket(ua, effect.failed);
        this.#dropping = false;
        return;
      case 'unregister':
        ua.unregister();
        return;
      case 'checkCertificate':
        void this.#checkCertificate();
        return;
      case 'forgetAddresses':
        this.#options.forgetAddresses();
        return;
      case 'register':
        ua.register();
        return;
      case 'timer':
        clearTimeout(this.#timer);
        if (effect.ms === null) return;
        this.#timer = setTimeout(() => this.dispatch({ type: 'due', at: Date.now() }), effect.ms);
    }
  }

  async #checkCertificate(): Promise<void> {
    const url = currentServer(this.#options.ua);
    const refused = url.startsWith('wss:') && (await this.#options.refusesCertificate(url).catch(() => false));
    this.dispatch({ type: 'certificate', refused });
  }
}
