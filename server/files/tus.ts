import type { DataStore, Server } from '@tus/server';
import type { Logger } from 'pino';
import { errorCatalogue } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { asReply } from '../errors.ts';

export type TusOptions = {
  readonly mostBytes: number;
  /** Web origins that may ask (CORS): tus answers by itself. */
  readonly origins: readonly string[];
  readonly log: Logger;
};

/** tus over a store of ours; what fails in it is answered and logged as everywhere else in the server. */
export async function openTus(datastore: DataStore, { mostBytes, origins, log }: TusOptions): Promise<Server> {
  const { Server: TusServer } = await import('@tus/server');
  return new TusServer({
    path: '/v1/files',
    datastore,
    maxSize: mostBytes,
    relativeLocation: true,
    allowedOrigins: [...origins],
    namingFunction: (_request, metadata) => Id.parse(metadata?.['id']),
    onResponseError: (_request, error) => {
      // A refusal in tus's own words has its status.
      if (!(error instanceof Error)) return undefined;
      const reply = asReply(error);
      log.warn({ err: error, code: reply.code }, 'upload failed');
      return { status_code: errorCatalogue[reply.code].status, body: JSON.stringify(reply) };
    },
  });
}
