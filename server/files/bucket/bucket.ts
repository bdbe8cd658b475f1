import type { ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { CodedError } from '../../../domain/errors.ts';
import { errnoOf } from '../../data-folder.ts';
import type { BucketSettings } from './settings.ts';

/** Until a connection stands, and how long it may be silent. Milliseconds. */
const connecting = 5000;
const silence = 30_000;

/** Written and removed again at each start. */
const probe = 'casque-server-was-here';

export type StoredObject = { readonly key: string; readonly size: number };

const quiet = () => undefined;

/**
 * A bucket of an S3-compatible storage, by the four requests that all of them know. What it refuses and what does not reach it throws
 * `CodedError` FILE_STORAGE_UNAVAILABLE.
 */
export class Bucket {
  readonly #client: S3Client;
  readonly #bucket: { readonly Bucket: string };

  constructor({ name, endpoint, region, keys }: BucketSettings) {
    this.#bucket = { Bucket: name };
    this.#client = new S3Client({
      region,
      // Storages other than Amazon's seldom have a host name for each bucket.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      ...(keys === undefined ? {} : { credentials: { accessKeyId: keys.id, secretAccessKey: keys.secret } }),
      // Nor do all of them know Amazon's newer checksums; files have their SHA-256.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      requestHandler: { connectionTimeout: connecting, socketTimeout: silence },
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
  }

  /**
   * Tries what is going to be asked for. Throws `CodedError` START_CONFIGURATION_INVALID for what is refused, and as everywhere
   * FILE_STORAGE_UNAVAILABLE for a storage that is not there now.
   */
  async check(): Promise<void> {
    try {
      await this.put(probe, Buffer.from('casque-server'), 13);
      await this.list(probe).next();
      await this.get(probe).then((content) => content?.destroy());
      await this.remove(probe);
    } catch (error) {
      if (!(error instanceof CodedError) || !isRefusal(error.cause)) throw error;
      throw new CodedError('START_CONFIGURATION_INVALID', `CASQUE_S3_BUCKET: ${error.detail}`, { cause: error });
    }
  }

  /** What begins with these letters, in the order of the keys. */
  async *list(prefix = ''): AsyncGenerator<StoredObject> {
    let next: string | undefined;
    do {
      const from = next === undefined ? {} : { ContinuationToken: next };
      const page = await this.#client
        .send(new ListObjectsV2Command({ ...this.#bucket, Prefix: prefix, ...from }))
        .catch(unavailable);
      for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) yield { key: Key, size: Size ?? 0 };
      next = page.NextContinuationToken;
    } while (next !== undefined);
  }

  async put(key: string, content: Buffer | ReadStream, size: number): Promise<void> {
    const object = { Key: key, Body: content, ContentLength: size, ContentType: 'application/octet-stream' };
    await this.#client.send(new PutObjectCommand({ ...this.#bucket, ...object })).catch(unavailable);
  }

  /** Undefined: it is not there. */
  async get(key: string): Promise<Readable | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#bucket, Key: key }));
      // On Node it is a stream of Node's.
      return Body as Readable | undefined;
    } catch (error) {
      return error instanceof Error && error.name === 'NoSuchKey' ? undefined : unavailable(error);
    }
  }

  /** One that is not there is as good. */
  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ ...this.#bucket, Key: key })).catch(unavailable);
  }

  close(): void {
    this.#client.destroy();
  }
}

function unavailable(error: unknown): never {
  const status = statusOf(error);
  const name = error instanceof Error && error.name !== 'Error' ? error.name : (errnoOf(error) ?? 'unknown');
  const what = status === undefined ? 'the storage is out of reach' : `the storage answers ${status}`;
  throw new CodedError('FILE_STORAGE_UNAVAILABLE', `${what} (${name})`, { cause: error });
}

/** The same would be answered again: no such bucket, wrong keys or none, not allowed. */
function isRefusal(error: unknown): boolean {
  if (error instanceof Error && error.name === 'CredentialsProviderError') return true;
  const status = statusOf(error);
  return status !== undefined && status < 500 && status !== 429;
}

/** Of its answer; undefined: there was none. */
function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
