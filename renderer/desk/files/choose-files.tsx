import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import type { FileLimits } from '../../../domain/file/file.ts';
import { useAction } from '../actions/use-action.ts';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';

export type ChooseFilesProps = {
  readonly limits: FileLimits;
  readonly onFiles: (files: Iterable<File>) => void;
};

/** Opens the system's own choice of files. */
export function ChooseFiles({ limits, onFiles }: ChooseFilesProps) {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  const choose = (): void => field.current?.click();
  useAction('ticket.addFile', choose);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        accept={limits.types.join(',')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <Button
        size="icon"
        icon={<Paperclip size={15} aria-hidden="true" />}
        aria-label={text('action.ticket.addFile')}
        title={text('action.ticket.addFile')}
        onClick={choose}
      />
    </>
  );
}
