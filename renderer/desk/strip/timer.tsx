import type { Instant } from '../../../domain/ids.ts';
import { useNow } from '../data/use-now.ts';
import { formatTimer, secondsBetween } from '../words/time.ts';

/** Time since `from`, in figures that do not dance. */
export function Timer({ from, className }: { readonly from: Instant; readonly className?: string | undefined }) {
  const now = useNow(500);
  return (
    <span className={className} data-figures="" role="timer">
      {formatTimer(secondsBetween(from, now))}
    </span>
  );
}
