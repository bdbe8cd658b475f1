import type { Readable } from 'node:stream';
import type { Server } from '@tus/server';
import type { Id } from '../../domain/ids.ts';

/** The contents of files, each by its id, wherever they are kept; the same place for all nodes. Throws `CodedError` FILE_STORAGE_UNAVAILABLE. */
export type Contents = {
  /** Speaks tus, to whom it is allowed to. Made when it is first asked for. */
  tus(): Promise<Server>;
  /** Lends what has come of one as a file of this machine, of which there may be nothing. */
  lend<T>(id: Id, use: (path: string) => Promise<T>): Promise<T>;
  /** One that came whole and was found good is kept from now on; it is lent at `path`. */
  keep(id: Id, path: string): Promise<void>;
  /** One that is kept. Throws `CodedError` NOT_FOUND before anything is read. */
  read(id: Id): Promise<Readable>;
  /** Also what has come of one that is not whole. */
  remove(id: Id): Promise<void>;
  /** Of everything that is there. */
  ids(): Promise<Id[]>;
  /** Takes away what nodes that died have left on this machine. */
  sweep(): Promise<void>;
  close(): void;
};
