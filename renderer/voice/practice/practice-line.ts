import { UA, type Socket } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import type { IncomingRequest } from 'jssip/lib/SIPMessage.js';
import type { RTCSessionEvent } from 'jssip/lib/UA.js';
import { CallRules } from '../../../domain/wire/provisioning.ts';
import { remoteSide } from '../sip/jssip-values.ts';
import { SipLine, type SipLineEvents } from '../sip/sip-line.ts';
import { userOf } from '../sip/name-address.ts';
import { CustomerCall } from './customer-call.ts';
import { EchoCall, practiceEcho } from './echo-call.ts';
import { PracticeExchange } from './exchange.ts';
import { passOn } from './passed-on.ts';
import { PracticeServices } from './practice-services.ts';
import { behaviourOf, callers, dialledSpeech } from './scenarios.ts';

/** A customer who calls by herself does so this long after the line is up, in milliseconds, once per start. */
const firstCallMs = 5_000;
/** How long it rings at the customer's before they answer, or are found busy. */
const ringsMs = 3_000;
const busyMs = 800;

const domain = 'practice.invalid';
// Two phones of one page: their instances need only differ.
const agentInstance = '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001';
const customerInstance = '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0002';

/** The agent's line without a PBX, and the customer at its other end. Between them is real SIP and real WebRTC. */
export class PracticeLine {
  readonly line: SipLine;
  readonly services = new PracticeServices();
  readonly #customer: UA;
  readonly #calls = new Set<Pick<CustomerCall, 'hangUp'>>();
  #turn = 0;
  #firstCall: ReturnType<typeof setTimeout> | undefined;

  constructor(
    microphone: () => MediaStream | undefined,
    lowBandwidth: () => boolean,
    events: SipLineEvents,
    customerCalls: boolean,
  ) {
    const exchange = new PracticeExchange();
    this.#customer = new UA({
      sockets: exchange.customer as unknown as Socket,
      uri: `sip:customer@${domain}`,
      instance_id: customerInstance,
      session_timers: false,
      user_agent: 'Casque practice',
    });
    this.#customer.on('newRTCSession', ({ originator, session, request }: RTCSessionEvent) => {
      if (originator === remoteSide) this.#dialled(session, request as IncomingRequest);
    });
    this.line = new SipLine(
      {
        aor: `sip:agent@${domain}`,
        authorizationUser: 'agent',
        password: 'practice',
        displayName: '',
        sockets: [{ socket: exchange.agent as unknown as Socket, weight: 1 }],
        iceServers: [],
        relayOnly: false,
        registerExpires: 600,
        instanceId: agentInstance,
        calls: CallRules.parse({}),
        lowBandwidth,
        refusesCertificate: () => Promise.resolve(false),
        forgetAddresses: () => undefined,
        reaches: () => Promise.resolve(false),
      },
      microphone,
      {
        ...events,
        onAccount: (state) => {
          events.onAccount(state);
          if (!customerCalls || state.state !== 'registered') return;
          this.#firstCall ??= setTimeout(() => this.#callUnlessBusy(), firstCallMs);
        },
      },
    );
    this.#customer.start();
  }

  /** The next customer of the list calls the agent. */
  call(): void {
    clearTimeout(this.#firstCall);
    const scenario = callers[this.#turn % callers.length] ?? callers[0];
    this.#turn += 1;
    const call = new CustomerCall(scenario.speech);
    const session = this.#customer.call(`sip:agent@${domain}`, {
      mediaStream: call.microphone,
      mediaConstraints: { audio: true, video: false },
      extraHeaders: [`X-Queue: ${scenario.queue}`],
      ...(scenario.number === null
        ? { anonymous: true }
        : { fromUserName: scenario.number, fromDisplayName: scenario.name }),
    });
    this.#attach(call, session);
  }

  close(): void {
    clearTimeout(this.#firstCall);
    this.line.stop();
    for (const call of [...this.#calls]) call.hangUp();
    this.#customer.stop();
  }

  #callUnlessBusy(): void {
    if (this.#calls.size === 0 && this.services.takesCalls) this.call();
  }

  #dialled(session: RTCSession, request: IncomingRequest): void {
    const dialled = userOf(request.to.uri.toString()) ?? '';
    if (dialled === practiceEcho) {
      const echo = new EchoCall(session, () => this.#calls.delete(echo));
      this.#calls.add(echo);
      echo.answer();
      return;
    }
    const behaviour = behaviourOf(dialled);
    if (behaviour === 'silent') return;
    if (behaviour === 'busy') {
      setTimeout(() => {
        if (!session.isEnded()) session.terminate({ status_code: 486 });
      }, busyMs);
      return;
    }
    const call = new CustomerCall(dialledSpeech);
    this.#attach(call, session);
    setTimeout(() => {
      if (session.isEnded()) return;
      session.answer({ mediaStream: call.microphone, mediaConstraints: { audio: true, video: false } });
    }, ringsMs);
  }

  #attach(call: CustomerCall, session: RTCSession): void {
    this.#calls.add(call);
    session.on('refer', ({ request }) => passOn(session, request));
    call.attach(session, () => this.#calls.delete(call));
  }
}
