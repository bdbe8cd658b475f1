import { useCallback } from 'react';
import type { FileLimits } from '../../../domain/file/file.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { useDesk } from '../data/services.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import { useSay } from '../notices/use-notices.ts';
import { useText } from '../words/use-text.ts';

/** What files the server takes; null: none. */
export function useFileLimits(): FileLimits | null {
  return useDesk().session.info.files ?? null;
}

/** Adds files to a ticket: each is on this machine's disk before it is said, and what cannot be is told. */
export function useAddFiles(ticketId: Id): (files: Iterable<File>) => void {
  const { store } = useDesk();
  const say = useSay();
  const announce = useAnnounce();
  const text = useText();
  return useCallback(
    (files) => {
      const add = async (file: File): Promise<void> => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const { name, type } = file;
        const added = await store.request('addFile', { id: newId(), ticketId, name, type, bytes });
        if (added.ok) announce(text('files.added', { name }));
        else say.error(added.code);
      };
      // In order: so they appear as they were chosen.
      void (async () => {
        for (const file of files) await add(file).catch(() => say.error('STORE_UNAVAILABLE'));
      })();
    },
    [store, ticketId, say, announce, text],
  );
}
