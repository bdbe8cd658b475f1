import type { Instant } from '../../../domain/ids.ts';
import { useNow } from '../data/use-now.ts';
import { formatTimer, secondsBetween } from '../words/time.ts';

/** Time until `to`, which goes no further than nought. */
export function Countdown({ to, className }: { readonly to: Instant; readonly className?: string | undefined }) {
  const now = useNow(500);
  return (
    <span className={className} data-figures="" role="timer">
      {formatTimer(Math.ceil(Math.max(0, Date.parse(to) - now) / 1000))}
    </span>
  );
}

/** Time since `from`, in figures that do not dance. */
export function Timer({ from, className }: { readonly from: Instant; readonly className?: string | undefined }) {
  const now = useNow(500);
  return (
    <span className={className} data-figures="" role="timer">
      {formatTimer(secondsBetween(from, now))}
    </span>
  );
}
