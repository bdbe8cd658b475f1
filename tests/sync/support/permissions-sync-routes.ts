import { expect } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import { organisationScope } from '../../../domain/row.ts';
import { request, TestDesk } from './desk.ts';
import { agents, teams } from './organisation.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import type { RouteRow } from './permissions.ts';

const sync = { protocol: 1, clientId: newId() };

function searchFor(text: string) {
  const anything = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };
  return { protocol: 1, text, country: 'FR', ...anything, limit: 50 };
}

/** What a desk and the server tell each other of rows, drafts and live calls, and what is found on the server alone. */
export function syncRoutes(office: PermissionsOffice): Readonly<Record<string, RouteRow>> {
  return {
    'POST /v1/push': {
      method: 'POST',
      path: '/v1/push',
      body: { ...sync, mutations: [{ id: newId(), seq: 1, name: 'x@1', args: {}, at: '2026-01-05T09:00:00.000Z' }] },
      access: 'session',
      foreign: async (token) => {
        office.carol.newTicket(teams.blue);
        await office.carol.push();
        const session = { token, agent: { id: agents.alice.id } };
        const intruder = new TestDesk(office.server.url, session, office.carol.clientId);
        intruder.newTicket(teams.red);
        expect(await intruder.tryPush()).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
      },
    },
    'POST /v1/pull': {
      method: 'POST',
      path: '/v1/pull',
      body: { ...sync, cursor: null, resultsSeen: 0, limit: 10 },
      access: 'session',
      foreign: async (token) => {
        const session = { token, agent: { id: agents.alice.id } };
        const intruder = new TestDesk(office.server.url, session, office.carol.clientId);
        expect(await intruder.tryPull()).toMatchObject({ status: 409, body: { code: 'SYNC_CLIENT_UNKNOWN' } });
        const alice = new TestDesk(office.server.url, session);
        await alice.pull();
        const scopes = new Set([...alice.rows.values()].map((row) => row.scope));
        expect([...scopes].sort()).toEqual([organisationScope, teams.red].sort());
      },
    },
    'POST /v1/drafts': {
      method: 'POST',
      path: '/v1/drafts',
      body: { protocol: 1, since: null, drafts: [] },
      access: 'session',
      foreign: async (token) => {
        const exchange = (who: string, drafts: readonly object[]) =>
          request(office.server.url, 'POST', '/v1/drafts', { token: who, body: { protocol: 1, since: null, drafts } });
        const words = { key: `note:${newId()}`, text: 'à moi seule', savedAt: '2026-01-05T09:00:00.000Z' };
        expect((await exchange(office.carol.token, [words])).status).toBe(200);
        expect(JSON.stringify((await exchange(token, [])).body)).not.toContain(words.text);
      },
    },
    'PUT /v1/calls': {
      method: 'PUT',
      path: '/v1/calls',
      body: { installation: '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001', sealed: null },
      access: 'session',
    },
    'GET /v1/calls': {
      method: 'GET',
      path: '/v1/calls',
      access: 'session',
      foreign: async (token) => {
        const body = { installation: '6b1b36d0-4d36-4dd6-9e0c-7d1d8a1f0001', sealed: 'carol’s calls' };
        const kept = await request(office.server.url, 'PUT', '/v1/calls', { token: office.carol.token, body });
        expect(kept.status).toBe(204);
        expect((await request(office.server.url, 'GET', '/v1/calls', { token })).body).toMatchObject({ calls: null });
      },
    },
    'POST /v1/search': {
      method: 'POST',
      path: '/v1/search',
      body: searchFor('introuvable'),
      access: 'session',
      foreign: async (token) => {
        office.carol.newTicket(teams.blue, 'Introuvable ailleurs');
        await office.carol.push();
        const found = (who: string) =>
          request(office.server.url, 'POST', '/v1/search', { token: who, body: searchFor('introuvable') });
        expect((await found(token)).body).toEqual({ tickets: [], more: false });
        expect(JSON.stringify((await found(office.carol.token)).body)).toContain('Introuvable ailleurs');
      },
    },
  };
}
