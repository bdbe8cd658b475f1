import { FilePlus2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../words/use-text.ts';
import styles from './files.module.css';

/** Wherever on the desk files are let go, they are meant for the open ticket; the screen says so while they are held over it. */
export function FileDrop({ onFiles }: { readonly onFiles: (files: Iterable<File>) => void }) {
  const text = useText();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Every element that is entered is entered before the last one is left.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hold = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const on = new AbortController();
    const { signal } = on;
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('dragover', hold, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => on.abort();
  }, [onFiles]);
  return over ? (
    <div className={styles.drop} role="presentation">
      <FilePlus2 size={22} aria-hidden="true" />
      <span>{text('files.dropHere')}</span>
    </div>
  ) : null;
}
