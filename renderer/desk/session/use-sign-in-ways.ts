import { useEffect, useState } from 'react';
import type { SignInWays } from '../../../domain/wire/oidc.ts';
import { signInWays } from './sign-in.ts';

/** What every server offers that does not say otherwise. */
const usual: SignInWays = { provider: null, password: true };

/**
 * How one can sign in at this server, once it is known.
 * @param attempt asked anew with each: the server may have been away, or set up otherwise
 */
export function useSignInWays(serverUrl: string | null, attempt: number): SignInWays {
  const [known, setKnown] = useState<{ readonly serverUrl: string; readonly ways: SignInWays } | null>(null);
  useEffect(() => {
    if (serverUrl === null) return;
    let wanted = true;
    void signInWays(window.fetch.bind(window), serverUrl).then((ways) => {
      if (wanted && ways !== null) setKnown({ serverUrl, ways });
    });
    return () => {
      wanted = false;
    };
  }, [serverUrl, attempt]);
  return known !== null && known.serverUrl === serverUrl ? known.ways : usual;
}
