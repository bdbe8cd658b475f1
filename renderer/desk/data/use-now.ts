import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, again every `period` ms while this part is on screen. */
export function useNow(period: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [period]);
  return now;
}
