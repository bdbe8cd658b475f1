import type { SettingsChange } from '../../renderer/bridges/settings.ts';
import { dialLinkIn } from '../links/dial-link.ts';

/** What the command line and the environment say about this start. */
export type StartOptions = {
  /** Every phone is a practice line. */
  readonly practice: boolean;
  /** A customer of the practice line calls by herself soon after it is up. */
  readonly customerCalls: boolean;
  readonly practiceSignIn: { readonly login: string; readonly password: string } | null;
  readonly settings: SettingsChange;
  /** Where newer versions are fetched from, as the administrator says; null: what the settings say. */
  readonly updateUrl: string | null;
  /** A number or address to offer for dialling. */
  readonly dial: string | undefined;
};

export function startOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): StartOptions {
  const practice = argv.includes('--practice') || env['CASQUE_PRACTICE'] === '1';
  const login = env['CASQUE_PRACTICE_LOGIN'];
  const password = env['CASQUE_PRACTICE_PASSWORD'];
  const serverUrl = env['CASQUE_SERVER_URL'];
  const updateUrl = env['CASQUE_UPDATE_URL'];
  return {
    practice,
    customerCalls: practice && argv.includes('--customer-calls'),
    practiceSignIn: practice && login && password ? { login, password } : null,
    settings: serverUrl !== undefined && isServerUrl(serverUrl) ? { serverUrl } : {},
    updateUrl: updateUrl !== undefined && isServerUrl(updateUrl) ? updateUrl : null,
    // The first argument is the program.
    dial: dialLinkIn(argv.slice(1)),
  };
}

function isServerUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
