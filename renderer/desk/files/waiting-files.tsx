import { CircleAlert, Clock3, X } from 'lucide-react';
import type { Id } from '../../../domain/ids.ts';
import type { WaitingFile } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { useSay } from '../notices/use-notices.ts';
import { errorText } from '../words/labels.ts';
import { useWords } from '../words/use-text.ts';
import { formatFileSize } from './file-size.ts';
import { FilePicture } from './file-picture.tsx';
import styles from './files.module.css';

/** Files that were added to this ticket and are on their way: kept on this machine until the team has them. */
export function WaitingFiles({ ticketId }: { readonly ticketId: Id }) {
  const { text } = useWords();
  const files = useStoreQuery('waitingFiles', { ticketId });
  if (files === undefined || files.length === 0) return null;
  return (
    <ul className={styles.waiting} aria-label={text('files.waiting')}>
      {files.map((file) => (
        <Waiting key={file.id} file={file} />
      ))}
    </ul>
  );
}

function Waiting({ file }: { readonly file: WaitingFile }) {
  const { text, locale } = useWords();
  const { store } = useDesk();
  const say = useSay();
  const { id, name, size, sent, refused } = file;
  const drop = async (): Promise<void> => {
    const dropped = await store.request('dropFile', { id });
    if (!dropped.ok) say.error(dropped.code);
  };
  return (
    <li className={styles.file} data-refused={refused === null ? undefined : ''}>
      <FilePicture type={file.type} thumbnail={file.thumbnail} />
      <span className={styles.name}>{name}</span>
      <span className={styles.size} data-figures="">
        {formatFileSize(size, locale)}
      </span>
      <span className={styles.state}>
        {refused === null ? <Clock3 size={13} aria-hidden="true" /> : <CircleAlert size={13} aria-hidden="true" />}
        {refused !== null
          ? errorText(refused, text)
          : sent === 0
            ? text('files.kept')
            : text('files.sending', { percent: Math.floor((sent / size) * 100) })}
      </span>
      <Button
        size="icon"
        icon={<X size={14} aria-hidden="true" />}
        aria-label={text('files.drop', { name })}
        title={text('files.drop', { name })}
        onClick={() => void drop()}
      />
    </li>
  );
}
