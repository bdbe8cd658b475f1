import { useEffect, useState } from 'react';
import { providerOf } from './sign-in.ts';

/** The name of the identity provider of this server; null until it is known, and where there is none. */
export function useProvider(serverUrl: string | null): string | null {
  const [known, setKnown] = useState<{ readonly serverUrl: string; readonly name: string | null } | null>(null);
  useEffect(() => {
    if (serverUrl === null) return;
    let wanted = true;
    void providerOf(window.fetch.bind(window), serverUrl).then((name) => {
      if (wanted) setKnown({ serverUrl, name });
    });
    return () => {
      wanted = false;
    };
  }, [serverUrl]);
  return known !== null && known.serverUrl === serverUrl ? known.name : null;
}
