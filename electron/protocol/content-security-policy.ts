import type { Page } from './app-paths.ts';

export type PolicyOptions = {
  readonly page: Page;
  /** Of the document's own script and styles, fresh for every document; a script's answer has none. */
  readonly nonce?: string | undefined;
  /** Origins besides https: and wss: that this page may talk to, such as `http://server.lan:8080`. */
  readonly connect?: readonly string[];
  /** The development server's page needs inline scripts and its own socket. */
  readonly development?: boolean;
};

/** Plain http and ws only leave the machine when an administrator configured that very origin. */
const loopback = {
  desk: ['http://127.0.0.1:*', 'http://localhost:*', 'ws://127.0.0.1:*', 'ws://localhost:*'],
  voice: ['ws://127.0.0.1:*', 'ws://localhost:*'],
} as const satisfies Record<Page, readonly string[]>;

/**
 * The policy of a page. Styles that react-aria adds carry the nonce that it reads from `<meta property="csp-nonce">`.
 * Trusted Types: `casque` is ours (workers); `default` exists only so that react-aria's announcer may empty its region.
 */
export function contentSecurityPolicy(options: PolicyOptions): string {
  const { page, nonce, connect = [], development = false } = options;
  const schemes = page === 'desk' ? ['https:', 'wss:'] : ['wss:'];
  const inline = development ? ["'unsafe-inline'"] : nonce === undefined ? [] : [`'nonce-${nonce}'`];
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    // Noise suppression is WebAssembly, compiled in the phone's page (docs/decisions/0011); `eval` stays refused.
    'script-src': ["'self'", ...(page === 'voice' ? ["'wasm-unsafe-eval'"] : []), ...inline],
    'worker-src': ["'self'"],
    'style-src': ["'self'", ...inline],
    'img-src': page === 'desk' ? ["'self'", 'data:', 'blob:'] : ["'none'"],
    'font-src': page === 'desk' ? ["'self'"] : ["'none'"],
    'media-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", ...schemes, ...new Set([...loopback[page], ...connect])],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
    ...(development ? {} : { 'require-trusted-types-for': ["'script'"], 'trusted-types': ['default'] }),
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/**
 * The origins that a policy has to name for these addresses of a person or a server: plain http and ws beyond this machine.
 * Encrypted ones and this machine's are in every policy; what is neither http(s) nor ws(s) is left out.
 */
export function plainOriginsOf(addresses: readonly string[]): string[] {
  const origins = new Set<string>();
  for (const address of addresses) {
    if (!URL.canParse(address)) continue;
    const { protocol, host, hostname } = new URL(address);
    if (hostname === '127.0.0.1' || hostname === 'localhost') continue;
    if (protocol === 'http:') origins.add(`http://${host}`);
    if (protocol === 'http:' || protocol === 'ws:') origins.add(`ws://${host}`);
  }
  return [...origins];
}
