import { createContext, useContext, useMemo } from 'react';
import type { ErrorCode } from '../../../domain/errors.ts';
import { errorText } from '../words/labels.ts';
import { useText } from '../words/use-text.ts';
import type { Notices } from './notices.ts';

export const NoticesContext = createContext<Notices | null>(null);

export type Say = {
  readonly info: (text: string) => void;
  readonly good: (text: string) => void;
  readonly error: (code: ErrorCode) => void;
};

export function useNoticeList(): Notices {
  const notices = useContext(NoticesContext);
  if (notices === null) throw new Error('No NoticesContext above this part of the desk');
  return notices;
}

/** Says something to the person, in the language of the screen. */
export function useSay(): Say {
  const notices = useNoticeList();
  const text = useText();
  return useMemo(
    () => ({
      info: (sentence) => notices.add('info', sentence),
      good: (sentence) => notices.add('good', sentence),
      error: (code) => notices.add('bad', errorText(code, text)),
    }),
    [notices, text],
  );
}
