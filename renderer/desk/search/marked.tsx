import type { Mark } from '../../store/contract.ts';
import styles from './search.module.css';

/** A text with what was looked for marked in it. */
export function Marked({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }) {
  const parts: (string | { readonly marked: string; readonly at: number })[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) parts.push(text.slice(at, start));
    parts.push({ marked: text.slice(start, end), at: start });
    at = end;
  }
  parts.push(text.slice(at));
  return (
    <>
      {parts.map((part) =>
        typeof part === 'string' ? (
          part
        ) : (
          <mark key={part.at} className={styles.mark}>
            {part.marked}
          </mark>
        ),
      )}
    </>
  );
}
