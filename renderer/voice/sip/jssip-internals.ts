import type { Socket, UA } from 'jssip';
import type { IncomingResponse, OutgoingRequest } from 'jssip/lib/SIPMessage.js';

/**
 * What we use of JsSIP 3.13.8 beyond its published types; all of it is in one place so that an upgrade reads this file first.
 * Nothing here changes JsSIP's own objects except the three marked lines.
 */

type SocketEntry = { readonly socket: Socket; status: number };
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
};
type OptionsHandlers = {
  readonly succeeded: () => void;
  readonly failed: (data: { readonly response: unknown }) => void;
};

const socketReady = 0;
const socketFailed = 1;

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

/** Drops the socket and counts its server as failed, so that the next try takes another one where there is one. */
export function dropSocket(ua: UA): void {
  const { transport } = untyped(ua);
  const entry = transport.sockets.find((each) => each.socket === transport.socket);
  transport.disconnect();
  if (entry !== undefined) entry.status = socketFailed; // JsSIP's
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
