import type { UA } from 'jssip';
import type { AccountState } from '../contract/state.ts';
import { connectNow, dropSocket, onRegisterResponse, preferFirstServer } from './jssip-internals.ts';
import { ourExpires, type OurBinding } from './our-contact.ts';
import { notStarted, reduceRegistration, type RegistrationEffect, type RegistrationEvent } from './registration.ts';

export type RegistrarOptions = {
  readonly ua: UA;
  readonly us: OurBinding;
  /** Seconds. */
  readonly expires: number;
  readonly onState: (state: AccountState) => void;
};

/** Runs the registration rules on a JsSIP user agent, in place of JsSIP's own reconnection and refresh. */
export class Registrar {
  readonly #options: RegistrarOptions;
  #state = notStarted;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #credentialsSent = false;
  #dropping = false;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    const { ua } = options;
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

  start(): void {
    this.dispatch({ type: 'start' });
  }

  stop(): void {
    this.dispatch({ type: 'stop' });
  }

  /** Tries at once, the preferred server first. */
  wake(): void {
    preferFirstServer(this.#options.ua);
    this.dispatch({ type: 'wake' });
  }

  /** The PBX no longer answers on this socket: dropping it tells `socketDown`, and the next try is due. */
  socketDead(): void {
    if (this.registered) dropSocket(this.#options.ua);
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
        dropSocket(ua);
        this.#dropping = false;
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
}
