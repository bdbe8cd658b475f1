import { isAbsolute, join, relative } from 'node:path';

/** The two pages, each the host of an origin of its own: `app://desk` and `app://voice`. */
export type Page = 'desk' | 'voice';

export const scheme = 'app';

export function originOf(page: Page): string {
  return `${scheme}://${page}`;
}

/** The page that an origin (`app://desk`, with or without a final slash) belongs to; undefined for a stranger. */
export function pageOfOrigin(origin: string): Page | undefined {
  const bare = origin.endsWith('/') ? origin.slice(0, -1) : origin;
  return bare === originOf('desk') ? 'desk' : bare === originOf('voice') ? 'voice' : undefined;
}

export type AppFile = { readonly page: Page; readonly file: string; readonly isDocument: boolean };

/**
 * The file that an `app://` address names, below `root` (absolute path of the built pages). A host serves its own
 * `index.html` and the shared `assets/`, nothing else: undefined for every other address.
 */
export function appFileOf(address: string, root: string): AppFile | undefined {
  let url: URL;
  let path: string;
  try {
    url = new URL(address);
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (url.protocol !== `${scheme}:` || url.port !== '' || url.username !== '' || url.password !== '') return undefined;
  const page = pageOfOrigin(`${scheme}://${url.hostname}`);
  if (page === undefined || path.includes('\0') || path.includes('\\')) return undefined;
  if (path === '/' || path === '/index.html') {
    return { page, file: join(root, page, 'index.html'), isDocument: true };
  }
  const assets = join(root, 'assets');
  // Decoding may have brought `..` back after the URL parser resolved the plain ones.
  const file = join(root, path);
  return isInside(file, assets) ? { page, file, isDocument: false } : undefined;
}

function isInside(file: string, folder: string): boolean {
  const way = relative(folder, file);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
