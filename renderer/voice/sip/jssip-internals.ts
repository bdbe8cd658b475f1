import type { Socket, UA, URI } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import type { Subscriber } from 'jssip/lib/Subscriber.js';
import type { IncomingRequest, IncomingResponse, OutgoingRequest } from 'jssip/lib/SIPMessage.js';
import { confirmed, incomingSession } from './jssip-values.ts';

/**
 * What we use of JsSIP 3.13.8 beyond its published types; all of it is in one place so that an upgrade reads this file first.
 * Nothing here changes JsSIP's own objects except the marked lines.
 */

type SocketEntry = { readonly socket: Socket; readonly weight: number; status: number };
type Transport = {
  readonly socket: Socket;
  readonly sockets: readonly SocketEntry[];
  recovery_timer: ReturnType<typeof setTimeout> | null;
  connect(): void;
  disconnect(): void;
  isConnected(): boolean;
  _getSocket(): void;
};
type Transaction = {
  readonly type: string;
  readonly request: OutgoingRequest;
  readonly eventHandlers: { onReceiveResponse?: (response: IncomingResponse) => void };
};
type Untyped = {
  readonly transport: Transport;
  readonly configuration: { readonly authorization_user: string };
  sendOptions(target: string, body: null, options: { readonly eventHandlers: OptionsHandlers }): void;
  on(event: 'newTransaction', listener: (data: { readonly transaction: Transaction }) => void): void;
  receiveRequest(request: IncomingRequest): void;
  _findDialog(callId: string, fromTag: string, toTag: string): object | null;
};
type AddressedRequest = {
  readonly call_id: string;
  readonly from_tag: string;
  readonly to_tag: string | null;
  readonly ruri: URI;
};
type OptionsHandlers = {
  readonly succeeded: () => void;
  readonly failed: (data: { readonly response: unknown }) => void;
};

const socketReady = 0;
const socketFailed = 1;
const transactionCompleted = 5;

/** JsSIP's own reconnection is put to sleep: a day. (It cannot be turned off, and more than 2^31 ms would fire at once.) */
export const neverReconnect = { connection_recovery_min_interval: 86_400, connection_recovery_max_interval: 86_400 };

function untyped(ua: UA): Untyped {
  return ua as unknown as Untyped;
}

/** Opens a socket to the best server that has not failed since the last round, now. */
export function connectNow(ua: UA): void {
  const { transport } = untyped(ua);
  if (transport.recovery_timer !== null) clearTimeout(transport.recovery_timer);
  transport.recovery_timer = null; // JsSIP's
  transport._getSocket();
  transport.connect();
}

/** @param hasFailed counts the server as failed: the next try takes another one where there is one */
export function dropSocket(ua: UA, hasFailed: boolean): void {
  const { transport } = untyped(ua);
  const entry = transport.sockets.find((each) => each.socket === transport.socket);
  transport.disconnect();
  if (hasFailed && entry !== undefined) entry.status = socketFailed; // JsSIP's
}

/** Where the line is, or tries to be. */
export function currentServer(ua: UA): string {
  return untyped(ua).transport.socket.url;
}

/** The addresses of the servers that come before the current one, the best first. */
export function betterServers(ua: UA): string[] {
  const { socket: current, sockets } = untyped(ua).transport;
  const weight = sockets.find(({ socket }) => socket === current)?.weight ?? 0;
  return sockets
    .filter((each) => each.weight > weight)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ socket }) => socket.url);
}

/** This server is there again: it may be tried at the next connection. */
export function forgiveServer(ua: UA, url: string): void {
  for (const entry of untyped(ua).transport.sockets) if (entry.socket.url === url) entry.status = socketReady; // JsSIP's
}

/** Forgets which servers have failed: the preferred one is tried first again. */
export function preferFirstServer(ua: UA): void {
  for (const entry of untyped(ua).transport.sockets) entry.status = socketReady; // JsSIP's
}

/**
 * Tells of every final answer to a REGISTER. JsSIP itself tells only of the first success: a refresh that no longer lists us, or one
 * Contact that it cannot parse (tracker #699), would go unseen.
 */
export function onRegisterResponse(
  ua: UA,
  listener: (response: IncomingResponse, credentialsSent: boolean) => void,
): void {
  untyped(ua).on('newTransaction', ({ transaction }) => {
    const { request, eventHandlers } = transaction;
    if (transaction.type !== 'nict' || request.method !== 'REGISTER') return;
    const inner = eventHandlers.onReceiveResponse;
    eventHandlers.onReceiveResponse = (response) => {
      // Before JsSIP: its `registrationFailed` comes out of the inner handler, and that one may throw.
      if (response.status_code >= 200) listener(response, request.hasHeader('authorization'));
      inner?.(response);
    };
  });
}

/**
 * JsSIP compares the user of the request's address with ours, letter by letter. A PBX that addresses us by the GRUU that it gave us
 * (RFC 5627) may write it otherwise: its BYE would get a 404, and the call would never end (tracker #844).
 * @param us the user part of our Contact, and the instance that every GRUU of this phone carries
 */
export function acceptOurGruu(ua: UA, us: { readonly user: string; readonly instanceId: string }): void {
  const inner = untyped(ua);
  const receive = inner.receiveRequest.bind(ua);
  const ours = (request: IncomingRequest): boolean => {
    const { call_id: callId, from_tag: fromTag, to_tag: toTag, ruri } = request as unknown as AddressedRequest;
    if (toTag !== null && inner._findDialog(callId, fromTag, toTag) !== null) return true;
    const gruu: unknown = ruri.getParam('gr');
    return typeof gruu === 'string' && gruu.toLowerCase() === `urn:uuid:${us.instanceId.toLowerCase()}`;
  };
  inner.receiveRequest = (request) => {
    if (ours(request)) (request as unknown as AddressedRequest).ruri.user = us.user;
    receive(request);
  };
}

/** OPTIONS to the PBX (RFC 3261 §11). Any answer at all, even a refusal, says that it is there. */
export function ping(ua: UA, target: string, answered: () => void): void {
  untyped(ua).sendOptions(target, null, {
    eventHandlers: {
      succeeded: answered,
      failed: ({ response }) => {
        if (response != null) answered();
      },
    },
  });
}

/** What names a dialog (RFC 3261 §12), seen from us. */
export type DialogNames = {
  readonly id: { readonly call_id: string; readonly local_tag: string; readonly remote_tag: string };
  readonly _remote_target: URI;
};

/** Undefined before the call is answered, and after its end. */
export function dialogOf(session: RTCSession): DialogNames | undefined {
  const { _dialog: dialog } = session as unknown as { readonly _dialog: DialogNames | null };
  return dialog ?? undefined;
}

/** Of a call that rings here (RFC 3261 §12.1.1: it exists from our 180 on); JsSIP makes one for each INVITE. */
export function earlyDialogOf(session: RTCSession): Pick<DialogNames, 'id'> | undefined {
  const { _earlyDialogs: dialogs } = session as unknown as { readonly _earlyDialogs: Record<string, DialogNames> };
  return session.direction === incomingSession ? Object.values(dialogs)[0] : undefined;
}

/** An offer of the other side that JsSIP has refused already (491, RFC 3261 §14.2), although it then goes on to answer it. */
export function isRefusedAlready(request: IncomingRequest): boolean {
  const { server_transaction: transaction } = request as unknown as { readonly server_transaction: { state: number } };
  return transaction.state === transactionCompleted;
}

/** @param isTaken true keeps the request from JsSIP */
export function withholdRequests(session: RTCSession, isTaken: (request: IncomingRequest) => boolean): void {
  const untypedSession = session as unknown as { receiveRequest: (request: IncomingRequest) => void };
  const receive = untypedSession.receiveRequest.bind(session);
  untypedSession.receiveRequest = (request) => {
    if (!isTaken(request)) receive(request);
  };
}

/** @param isTaken true keeps an offer within the call from being sent (RFC 3261 §14.1); JsSIP takes it as refused then */
export function withholdOffers(session: RTCSession, isTaken: (sdp: string) => boolean): void {
  // Whoever sends a REFER wants the request back.
  type Send = (method: string, options?: { readonly body?: string }) => unknown;
  const untypedSession = session as unknown as { sendRequest: Send };
  const send = untypedSession.sendRequest.bind(session);
  untypedSession.sendRequest = (method, options) => {
    if (method === 'INVITE' && isTaken(options?.body ?? '')) throw new Error('The offer is withheld.');
    return send(method, options);
  };
}

/**
 * @param isTaken true keeps an answer to an offer within the call from being sent, and the other side is refused with this status instead; JsSIP
 * has taken the offer by then
 */
export function withholdAnswers(session: RTCSession, isTaken: (sdp: string) => boolean, status: number): void {
  type Reply = (status: number, reason?: string | null, headers?: string[] | null, body?: string | null) => void;
  withholdRequests(session, (request) => {
    const untypedRequest = request as unknown as { reply: Reply };
    const reply = untypedRequest.reply.bind(request);
    untypedRequest.reply = (...given) => {
      const [, , , body] = given;
      if (body != null && isTaken(body)) reply(status);
      else reply(...given);
    };
    return false;
  });
}

/** Answers a request with an error. */
export function refuse(request: IncomingRequest, status: number): void {
  (request as unknown as { reply(status: number): void }).reply(status);
}

/** Tells whoever sent a REFER how it goes (RFC 3515 §2.4.5). @param status `180 Ringing` */
export function notifyOfRefer(session: RTCSession, request: IncomingRequest, status: string): void {
  const sender = session as unknown as {
    sendRequest(method: string, options: { readonly extraHeaders: string[]; readonly body: string }): void;
  };
  const { cseq } = request as unknown as { readonly cseq: number };
  const over = !status.startsWith('1');
  sender.sendRequest('NOTIFY', {
    extraHeaders: [
      `Event: refer;id=${cseq}`,
      `Subscription-State: ${over ? 'terminated;reason=noresource' : 'active;expires=60'}`,
      'Content-Type: message/sipfrag;version=2.0',
    ],
    body: `SIP/2.0 ${status}`,
  });
}

const subscriberTransportError = 1;

/** Ends a subscription whose socket is gone, without a word to the PBX; its timers would subscribe again otherwise. */
export function endSubscription(subscriber: Subscriber): void {
  (subscriber as unknown as { _terminateDialog(code: number): void })._terminateDialog(subscriberTransportError);
}

type AnyAnswer = {
  readonly onSuccessResponse: () => void;
  readonly onErrorResponse: () => void;
  readonly onDialogError: () => void;
  readonly onRequestTimeout: () => void;
  readonly onTransportError: () => void;
};

/** A BYE that leaves the session as it is. Exactly one of the two is called: the PBX answered, whatever it said, or it did not. */
export function sendBye(session: RTCSession, on: { readonly answered: () => void; readonly lost: () => void }): void {
  const eventHandlers: AnyAnswer = {
    onSuccessResponse: on.answered,
    onErrorResponse: on.answered,
    onDialogError: on.answered,
    onRequestTimeout: on.lost,
    onTransportError: on.lost,
  };
  const sender = session as unknown as {
    sendRequest(method: string, options: { readonly eventHandlers: AnyAnswer }): void;
  };
  sender.sendRequest('BYE', { eventHandlers });
}

/** Ends a session whose BYE the PBX has had already. */
export function closeQuietly(session: RTCSession): void {
  if (session.isEnded()) return;
  (session as unknown as { sendRequest: () => void }).sendRequest = () => undefined; // JsSIP's
  session.terminate();
}

/** The addresses that were found for the last description are not enough for the next one. */
export function gatherAnew(session: RTCSession): void {
  (session as unknown as { _iceReady: boolean })._iceReady = false; // JsSIP's
}

/**
 * JsSIP waits for the end of gathering when no candidate comes that its user is content with, and tells nobody while none comes at all. What cannot be
 * described does not keep it from making another offer.
 * @param limitMs milliseconds after which the description goes with the addresses that there are; null: it waits
 */
export function limitGathering(session: RTCSession, limitMs: () => number | null): void {
  type Create = (type: 'offer' | 'answer', constraints: unknown) => Promise<string>;
  const inner = session as unknown as { _createLocalDescription: Create; _rtcReady: boolean };
  const create = inner._createLocalDescription.bind(session);
  inner._createLocalDescription = async (...given) => {
    const ms = limitMs();
    const timer = ms === null ? undefined : setTimeout(() => endOfCandidates(session.connection), ms);
    try {
      return await create(...given);
    } catch (error) {
      inner._rtcReady = true; // JsSIP's
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** As when gathering has ended (W3C WebRTC §4.8.2.2). */
function endOfCandidates(connection: RTCPeerConnection): void {
  connection.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
}

const waitingForAck = 6;

/**
 * The ACK of our last 200 was on its way when the socket died, and will never come: JsSIP would end the call for that after 32 s (RFC 3261
 * §13.3.1.4). Whether the PBX has the call is found out with the next request.
 */
export function doWithoutAck(session: RTCSession): void {
  const inner = session as unknown as {
    _status: number;
    readonly _timers: Readonly<Record<'ackTimer' | 'invite2xxTimer', ReturnType<typeof setTimeout> | undefined>>;
  };
  if (inner._status !== waitingForAck) return;
  clearTimeout(inner._timers.ackTimer);
  clearTimeout(inner._timers.invite2xxTimer);
  inner._status = confirmed; // JsSIP's
}
