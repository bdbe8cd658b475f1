/**
 * The page's `default` Trusted Types policy, loaded before everything else (electron.vite.config.ts puts it there). It lets
 * through what code that knows nothing of Trusted Types does here and refuses the rest: workers from this page's own
 * assets, and the emptying of an element (react-aria's live announcer does `innerHTML = ''`).
 */
type Policy = {
  readonly createHTML: (text: string) => string | null;
  readonly createScriptURL: (address: string) => string | null;
};
type Factory = { readonly createPolicy: (name: string, policy: Policy) => unknown };

const factory = (globalThis as { readonly trustedTypes?: Factory }).trustedTypes;

factory?.createPolicy('default', {
  createHTML: (text) => (text === '' ? '' : null),
  createScriptURL: (address) => {
    const url = new URL(address, location.href);
    return url.origin === location.origin && /^\/assets\/[\w.-]+\.js$/.test(url.pathname) ? url.href : null;
  },
});
