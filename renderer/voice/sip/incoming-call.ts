import type { IncomingRequest } from 'jssip/lib/SIPMessage.js';
import type { CallRules } from '../../../domain/wire/provisioning.ts';
import type { CallerIdentity } from '../call/call-state.ts';
import { asksForAutoAnswer, readCustomerNumber, readDiversion, readShownHeaders } from './call-header.ts';
import { readCallerIdentity } from './caller-identity.ts';

export type IncomingCall = {
  readonly caller: CallerIdentity;
  /** The PBX asks for it and the administrator allows it. */
  readonly answersItself: boolean;
};

/** All that an INVITE says about the call. */
export function readIncomingCall(request: IncomingRequest, rules: CallRules): IncomingCall {
  const headers = (name: string): readonly string[] => request.getHeaders(name);
  const queue = rules.headers.queue;
  return {
    caller: {
      ...readCallerIdentity({
        from: headers('from')[0] ?? '',
        assertedIdentity: headers('p-asserted-identity'),
        privacy: headers('privacy')[0],
        queue: queue === null ? undefined : headers(queue)[0],
        alertInfo: headers('alert-info'),
      }),
      customerNumber: readCustomerNumber(headers, rules),
      divertedBy: readDiversion(headers),
      headers: readShownHeaders(headers, rules),
    },
    answersItself: rules.autoAnswer && asksForAutoAnswer(headers),
  };
}
