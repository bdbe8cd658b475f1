import type { RouteRow } from './permissions.ts';

const one = '/v1/files/01990000-0000-7000-8000-000000000998';

/** Files go up and down apart from the rest. Whose they are: server-files.test.ts. */
export const fileRoutes: Readonly<Record<string, RouteRow>> = {
  'POST /v1/files': { method: 'POST', path: '/v1/files', access: 'session' },
  'PATCH /v1/files/:id': { method: 'PATCH', path: one, access: 'session' },
  'DELETE /v1/files/:id': { method: 'DELETE', path: one, access: 'session' },
  'POST /v1/files/:id/attach': { method: 'POST', path: `${one}/attach`, access: 'session' },
  'GET /v1/files/:id/content': { method: 'GET', path: `${one}/content`, access: 'session' },
};
