import { createContext, useContext, useMemo } from 'react';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { Notices, Said } from './notices.ts';

export const NoticesContext = createContext<Notices | null>(null);

type Values = Readonly<Record<string, string | number>>;

export type Say = {
  /** @param id of the catalog @param code why, in a second sentence */
  readonly info: (id: string, values?: Values, code?: ErrorCode) => void;
  readonly good: (id: string, values?: Values) => void;
  readonly error: (code: ErrorCode) => void;
};

export function useNoticeList(): Notices {
  const notices = useContext(NoticesContext);
  if (notices === null) throw new Error('No NoticesContext above this part of the desk');
  return notices;
}

/** Says something to the person, in the language that the screen has while it is shown. */
export function useSay(): Say {
  const notices = useNoticeList();
  return useMemo(
    () => ({
      info: (id, values, code) => notices.add('info', sentenceOf(id, values, code)),
      good: (id, values) => notices.add('good', sentenceOf(id, values)),
      error: (code) => notices.add('bad', { code }),
    }),
    [notices],
  );
}

function sentenceOf(id: string, values?: Values, code?: ErrorCode): Said {
  return { id, ...(values === undefined ? {} : { values }), ...(code === undefined ? {} : { code }) };
}
