import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';
import { CodedError } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { Database } from '../../database/schema.ts';
import { uploadWith } from '../uploads.ts';
import type { Bucket } from './bucket.ts';
import { cut, pieceKey } from './pieces.ts';

/** Of one request, at most so much waits in memory for the bucket. Bytes. */
const pieceBytes = 4 * 1024 * 1024;

export type PieceStoreOptions = {
  readonly bucket: Bucket;
  readonly db: Database;
  /** How many bytes of a file are there. */
  readonly reachOf: (id: Id) => Promise<number>;
};

/**
 * What tus asks of a storage, over a bucket: what an upload is stands in the database, and what came of it is whatever pieces there are. No node
 * remembers anything, so that any of them takes the next part.
 */
export class PieceStore extends DataStore {
  readonly #options: PieceStoreOptions;

  constructor(options: PieceStoreOptions) {
    super();
    this.#options = options;
    this.extensions = ['creation'];
  }

  /** It has begun in the database already. */
  override async create(upload: Upload): Promise<Upload> {
    return await Promise.resolve(upload);
  }

  override async getUpload(id: string): Promise<Upload> {
    const { db, reachOf } = this.#options;
    const begun = await uploadWith(db, Id.parse(id));
    if (begun === undefined) throw new CodedError('NOT_FOUND', `file ${id}`);
    return new Upload({ id, size: begun.size, offset: await reachOf(Id.parse(id)) });
  }

  override async write(content: Readable, id: string, offset: number): Promise<number> {
    let reached = offset;
    for await (const piece of cut(content, pieceBytes)) {
      await this.#options.bucket.put(pieceKey(id, reached, piece.length), piece, piece.length);
      reached += piece.length;
    }
    return reached;
  }
}
