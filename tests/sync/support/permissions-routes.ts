import { fileRoutes } from './permissions-file-routes.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import { sessionRoutes } from './permissions-session-routes.ts';
import { syncRoutes } from './permissions-sync-routes.ts';
import type { RouteRow } from './permissions.ts';

/** What the server says of itself. */
const ownRoutes: Readonly<Record<string, RouteRow>> = {
  'GET /health': { method: 'GET', path: '/health', access: 'public' },
  'GET /openapi.json': { method: 'GET', path: '/openapi.json', access: 'public' },
  'GET /metrics': { method: 'GET', path: '/metrics', access: 'metrics' },
};

/** Who may have what: every route that the server has registered. */
export function routeTable(office: PermissionsOffice): Readonly<Record<string, RouteRow>> {
  return { ...ownRoutes, ...sessionRoutes(office), ...syncRoutes(office), ...fileRoutes };
}
