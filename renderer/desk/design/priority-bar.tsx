import type { Priority } from '../../../domain/ticket/priority.ts';
import { priorityText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import styles from './priority-bar.module.css';

/** Priority as a short bar of five notches; a major incident is a full red one with a sign. */
export function PriorityBar({ priority, label = true }: { readonly priority: Priority; readonly label?: boolean }) {
  const text = useText();
  const filled = priority === 'major' ? 5 : 6 - priority;
  return (
    <span className={styles.priority} data-priority={priority}>
      <span className={styles.bar} role="img" aria-label={priorityText(priority, text)}>
        {[1, 2, 3, 4, 5].map((notch) => (
          <i key={notch} data-filled={notch <= filled ? '' : undefined} />
        ))}
      </span>
      {label ? (
        <span className={styles.label} aria-hidden="true">
          {priority === 'major' ? text('priority.majorShort') : `P${priority}`}
        </span>
      ) : null}
    </span>
  );
}
