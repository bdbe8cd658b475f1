import { expect } from 'vitest';
import type { Id } from '../../../domain/ids.ts';
import { SessionInfo, SessionListReply } from '../../../domain/wire/session.ts';
import { request, signIn } from './desk.ts';
import { agents, password } from './organisation.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import type { RouteRow } from './permissions.ts';

const another = 'une autre phrase';

/** Who one is: signing in and out, here and on one's other devices. */
export function sessionRoutes(office: PermissionsOffice): Readonly<Record<string, RouteRow>> {
  const ofCarol = async (): Promise<Id[]> => {
    const sessions = office.server.db.selectFrom('sessions').select('id');
    const found = await sessions.where('agent_id', '=', agents.carol.id).execute();
    return found.map(({ id }) => id);
  };
  return {
    'POST /v1/session': {
      method: 'POST',
      path: '/v1/session',
      body: { login: 'carol', password: 'pas le bon', device: 'x' },
      access: 'public',
    },
    'GET /v1/sign-in': { method: 'GET', path: '/v1/sign-in', access: 'public' },
    'POST /v1/oidc': { method: 'POST', path: '/v1/oidc', body: {}, access: 'public' },
    'POST /v1/oidc/session': { method: 'POST', path: '/v1/oidc/session', body: {}, access: 'public' },
    'GET /v1/session': {
      method: 'GET',
      path: '/v1/session',
      access: 'session',
      foreign: async (token) => {
        const answer = await request(office.server.url, 'GET', '/v1/session', { token });
        expect(SessionInfo.parse(answer.body)).toMatchObject({ agent: { login: 'alice' }, line: null });
        expect(JSON.stringify(answer.body)).not.toContain('sip-secret-carol');
      },
    },
    'DELETE /v1/session': { method: 'DELETE', path: '/v1/session', access: 'session' },
    'GET /v1/sessions': {
      method: 'GET',
      path: '/v1/sessions',
      access: 'session',
      foreign: async (token) => {
        const { sessions: list } = SessionListReply.parse(
          (await request(office.server.url, 'GET', '/v1/sessions', { token })).body,
        );
        const theirs = await ofCarol();
        expect(list.filter(({ id }) => theirs.includes(id))).toEqual([]);
      },
    },
    'DELETE /v1/sessions/:id': {
      method: 'DELETE',
      path: '/v1/sessions/01990000-0000-7000-8000-000000000999',
      access: 'session',
      foreign: async (token) => {
        for (const id of await ofCarol()) {
          expect((await request(office.server.url, 'DELETE', `/v1/sessions/${id}`, { token })).status).toBe(404);
        }
        const still = await request(office.server.url, 'GET', '/v1/session', { token: office.tokenOf('owner') });
        expect(still.status).toBe(200);
      },
    },
    'POST /v1/password': {
      method: 'POST',
      path: '/v1/password',
      body: { password, newPassword: another },
      access: 'session',
      foreign: async (token) => {
        const { url } = office.server;
        const change = async (present: string, newPassword: string) =>
          (await request(url, 'POST', '/v1/password', { token, body: { password: present, newPassword } })).status;
        // Both have the same one.
        expect(await change(password, another)).toBe(200);
        const still = await request(url, 'GET', '/v1/session', { token: office.tokenOf('owner') });
        expect(still.status).toBe(200);
        expect((await signIn(url, 'carol')).agent.id).toBe(agents.carol.id);
        expect(await change(another, password)).toBe(200);
      },
    },
  };
}
