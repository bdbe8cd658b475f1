import type { Session } from 'electron';
import { pageOfOrigin, type Page } from '../protocol/app-paths.ts';

/**
 * What each page may use. Everything else, and everybody else, is refused. Chromium asks for `local-network-access` and its
 * newer halves before a page may reach a server or a PBX in the office's own network.
 */
const network = ['local-network-access', 'local-network', 'loopback-network'];
const allowed: Readonly<Record<Page, ReadonlySet<string>>> = {
  desk: new Set(['notifications', 'clipboard-sanitized-write', 'persistent-storage', ...network]),
  // Which headsets is said apart, in headset-access.ts.
  voice: new Set(['media', 'speaker-selection', 'hid', 'persistent-storage', ...network]),
};

/**
 * @param origin of the asking frame, `app://voice` with or without a final slash
 * @param media kinds asked for with `media` (`audio`, `video`)
 */
export function isAllowed(permission: string, origin: string, media: readonly string[] = []): boolean {
  const page = pageOfOrigin(origin);
  if (page === undefined || !allowed[page].has(permission)) return false;
  return permission !== 'media' || media.every((kind) => kind === 'audio');
}

export function guardPermissions(session: Session, onRefused: (permission: string, origin: string) => void): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const origin = originOfUrl(details.requestingUrl);
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const grant = details.isMainFrame && isAllowed(permission, origin, media);
    if (!grant) onRefused(permission, origin);
    callback(grant);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const media = details.mediaType === 'video' ? ['video'] : ['audio'];
    // For some questions it is the whole address.
    return isAllowed(permission, originOfUrl(requestingOrigin), media);
  });
}

/** Node's `URL.origin` is `"null"` for app://, so the origin is put together by hand. */
function originOfUrl(address: string): string {
  if (!URL.canParse(address)) return '';
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
