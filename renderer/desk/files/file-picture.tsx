import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo, type LucideIcon } from 'lucide-react';
import styles from './files.module.css';

const icons: readonly (readonly [kind: RegExp, icon: LucideIcon])[] = [
  [/^image\//, FileImage],
  [/^audio\//, FileAudio],
  [/^video\//, FileVideo],
  [/^text\/|pdf$/, FileText],
  [/zip|compressed|tar/, FileArchive],
];

/** What a file looks like: its own small picture, or that of its kind. The name beside it says what it is. */
export function FilePicture({ type, thumbnail }: { readonly type: string; readonly thumbnail: string | null }) {
  const Icon = icons.find(([kind]) => kind.test(type))?.[1] ?? File;
  return (
    <span className={styles.picture} aria-hidden="true">
      {thumbnail === null ? <Icon size={20} /> : <img src={`data:image/webp;base64,${thumbnail}`} alt="" />}
    </span>
  );
}
