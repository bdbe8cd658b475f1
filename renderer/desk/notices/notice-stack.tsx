import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { errorText } from '../words/labels.ts';
import { useText, type Text } from '../words/use-text.ts';
import type { Said } from './notices.ts';
import styles from './notices.module.css';
import { useNoticeList } from './use-notices.ts';

const icons = { info: Info, good: CircleCheck, bad: CircleAlert } as const;

/** Short messages over the status line, in the list's column: nobody types there. They leave by themselves and take no focus. */
export function NoticeStack() {
  const text = useText();
  const notices = useNoticeList();
  const list = useSyncExternalStore(notices.subscribe, notices.list);
  return (
    <div
      className={styles.stack}
      role="log"
      aria-live="polite"
      aria-label={text('notices.label')}
      data-react-aria-top-layer="true"
    >
      {list.map((notice) => {
        const Icon = icons[notice.tone];
        return (
          <div key={notice.key} className={styles.notice} data-tone={notice.tone}>
            <Icon size={15} aria-hidden="true" />
            <span>{saidText(notice.said, text)}</span>
            <button
              type="button"
              className={styles.close}
              aria-label={text('notices.dismiss')}
              onClick={() => notices.dismiss(notice.key)}
            >
              <X size={14} />
            </button>
          </div>
        );
      })}
    </div>
  );
}

function saidText(said: Said, text: Text): string {
  const sentence = 'id' in said ? [text(said.id, said.values)] : [];
  const why = said.code === undefined ? [] : [errorText(said.code, text)];
  return [...sentence, ...why].join(' ');
}
