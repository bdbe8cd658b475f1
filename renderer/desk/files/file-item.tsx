import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Entry } from '../../../domain/timeline/entry.ts';
import { useDesk } from '../data/services.ts';
import { useSay } from '../notices/use-notices.ts';
import { useWords } from '../words/use-text.ts';
import { formatFileSize } from './file-size.ts';
import { FilePicture } from './file-picture.tsx';
import styles from './files.module.css';

/** A file in the timeline; a click or Enter fetches it and asks where to keep it. */
export function FileItem({ entry }: { readonly entry: Extract<Entry, { kind: 'file' }> }) {
  const { text, locale } = useWords();
  const { store } = useDesk();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const { name, type, size, thumbnail } = entry;

  const fetchIt = async (): Promise<void> => {
    setBusy(true);
    const content = await store.request('readFile', { id: entry.id });
    setBusy(false);
    if (content.ok) save(new Blob([content.value], { type: 'application/octet-stream' }), name);
    else say.error(content.code);
  };

  if (entry.erasedAt !== undefined) return <span className={styles.erased}>{text('files.erased')}</span>;
  return (
    <button
      type="button"
      className={styles.file}
      disabled={busy}
      aria-busy={busy}
      title={text('files.save', { name })}
      aria-label={text('files.saveSized', { name, size: formatFileSize(size, locale) })}
      onClick={() => void fetchIt()}
    >
      <FilePicture type={type} thumbnail={thumbnail} />
      <span className={styles.name}>{name}</span>
      <span className={styles.size} data-figures="">
        {formatFileSize(size, locale)}
      </span>
      <Download size={14} className={styles.act} aria-hidden="true" />
    </button>
  );
}

/** The system asks where to. */
function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
