import { organisationScope } from '../../../domain/row.ts';
import { CallRules, FeatureCodes } from '../../../domain/wire/provisioning.ts';
import type { StoredSession } from '../../../renderer/bridges/desk-bridge.ts';

type Options = { readonly agentId?: string; readonly line?: null; readonly servers?: string[] };

/** A signed-in session as the desk saves it. */
export function session({
  agentId = '0199c3a0-7b1e-7c40-9b1e-4f6f5d3c2a10',
  line,
  servers = ['wss://pbx.example/ws'],
}: Options = {}): StoredSession {
  return {
    serverUrl: 'http://127.0.0.1:9',
    token: 'kQ3v9s8d7f6g5h4j3k2l1q0w9e8r7t6y',
    clientId: '0199c3a0-7b1e-7c40-9b1e-4f6f5d3c2b10',
    info: {
      agent: {
        id: agentId,
        scope: organisationScope,
        login: 'camille',
        name: 'Camille Martin',
        role: 'agent',
        teamIds: [],
        extension: '201',
      },
      teams: [],
      line:
        line === null
          ? null
          : {
              aor: 'sip:201@pbx.example',
              authorizationUser: '201',
              password: 'Sesame-ouvre-toi',
              displayName: 'Camille Martin',
              servers,
              iceServers: [],
              relayOnly: false,
              iceExpiresAt: null,
              registerExpires: 300,
              country: 'FR',
              calls: CallRules.parse({}),
              queues: [],
              featureCodes: FeatureCodes.parse({}),
            },
      serverName: 'Casque',
      expiresAt: '2030-01-01T00:00:00.000Z',
    },
  };
}
