import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { net, protocol, type Session } from 'electron';
import { appFileOf, scheme, type AppFile, type Page } from './app-paths.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { noncePlaceholder } from './nonce.ts';

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);
}

export type AppProtocolOptions = {
  /** Absolute path of the built pages. */
  readonly root: string;
  /** Origins besides https: and wss: that a page may talk to, asked again for every document. */
  readonly connectOf: (page: Page) => Promise<readonly string[]>;
  /** Origin of the development server, `http://localhost:5173`; undefined in a build. */
  readonly developmentServer?: string | undefined;
  /** A page's document is being answered with this policy. */
  readonly onDocument: (page: Page, connect: readonly string[]) => void;
  readonly onRefused: (address: string) => void;
};

export function serveApp(session: Session, options: AppProtocolOptions): void {
  const { developmentServer } = options;
  session.protocol.handle(scheme, async (request) => {
    if (developmentServer !== undefined) return developmentFile(request, developmentServer, options);
    const found = request.method === 'GET' ? appFileOf(request.url, options.root) : undefined;
    try {
      if (found !== undefined) return await builtFile(found, options);
    } catch {
      // Told to the log and to the page below, like an address that names nothing.
    }
    options.onRefused(request.url);
    return new Response(null, { status: 404 });
  });
}

async function builtFile(found: AppFile, options: AppProtocolOptions): Promise<Response> {
  const { page, file, isDocument } = found;
  const [content, connect] = await Promise.all([readFile(file), options.connectOf(page)]);
  if (isDocument) options.onDocument(page, connect);
  const nonce = isDocument ? randomBytes(16).toString('base64') : undefined;
  const body = nonce === undefined ? content : content.toString('utf8').replaceAll(noncePlaceholder, nonce);
  return answer(body, contentTypeOf(file), contentSecurityPolicy({ page, nonce, connect }));
}

/** `npm run dev`: the pages come from the development server, on the same two origins as in a build. */
async function developmentFile(request: Request, server: string, options: AppProtocolOptions): Promise<Response> {
  const { hostname, pathname, search } = new URL(request.url);
  const page: Page = hostname === 'voice' ? 'voice' : 'desk';
  const isDocument = pathname === '/' || pathname === '/index.html';
  // The page names its own script relative to its folder, which the address here leaves out.
  const isEntry = /^\/main\.tsx?$/.test(pathname);
  const path = isDocument ? `/${page}/index.html` : isEntry ? `/${page}${pathname}` : pathname;
  const reply = await net.fetch(`${server}${path}${search}`);
  const connect = await options.connectOf(page);
  if (isDocument) options.onDocument(page, connect);
  const policy = contentSecurityPolicy({ page, connect, development: true });
  const type = reply.headers.get('content-type') ?? 'text/plain';
  return answer(new Uint8Array(await reply.arrayBuffer()), type, policy, reply.status);
}

/** Every answer has the policy, since a worker takes it from its own script's answer and not from the page. */
function answer(body: string | Uint8Array<ArrayBuffer>, type: string, policy: string, status = 200): Response {
  const headers = {
    'Content-Type': type,
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  return new Response(body, { status, headers });
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
};

function contentTypeOf(file: string): string {
  return contentTypes[extname(file)] ?? 'application/octet-stream';
}
