import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { FileMetadata, isTypeAllowed } from '../../domain/file/file.ts';
import { Id } from '../../domain/ids.ts';
import { mayActIn } from '../../domain/mutation/define.ts';
import type { Row } from '../../domain/tables.ts';
import type { Database } from '../database/schema.ts';
import type { News } from '../events/news.ts';
import type { RouteDescription } from '../openapi/describe.ts';
import { readRequest } from '../requests.ts';
import { requireSession, signedIn } from '../session/authentication.ts';
import type { Gate } from '../session/gate.ts';
import { attachFile } from './attach.ts';
import type { Contents } from './contents.ts';
import type { FileSettings } from './settings.ts';
import { beginUpload, forgetUpload, uploadWith } from './uploads.ts';

export type FilesPluginOptions = {
  readonly db: Database;
  readonly gate: Gate;
  readonly news: News;
  readonly now: () => Date;
  readonly files: FileSettings;
  readonly contents: Contents;
};

const FileId = z.object({ id: Id });

const describeBegin: RouteDescription = {
  summary: 'Begins the upload of a file to a ticket (tus 1.0, creation); what it is stands in Upload-Metadata.',
  access: 'session',
  status: 201,
  codes: [
    'REQUEST_MALFORMED',
    'MUTATION_TARGET_MISSING',
    'MUTATION_FORBIDDEN',
    'MUTATION_ID_TAKEN',
    'FILE_TOO_LARGE',
    'FILE_TYPE_REFUSED',
    'FILE_QUOTA_REACHED',
    'FILE_STORAGE_FULL',
    'FILE_STORAGE_UNAVAILABLE',
  ],
};
const describePart: RouteDescription = {
  summary: 'Goes on with an upload of the same agent (tus 1.0).',
  access: 'session',
  params: FileId,
  codes: ['NOT_FOUND', 'FILE_STORAGE_UNAVAILABLE'],
};
const describeAbandon: RouteDescription = {
  summary: 'Gives an upload up that is in no timeline yet.',
  access: 'session',
  params: FileId,
  codes: ['NOT_FOUND', 'FILE_STORAGE_UNAVAILABLE'],
};
const describeAttach: RouteDescription = {
  summary: 'Puts a file whose content has come whole into the timeline of its ticket, where the team sees it.',
  access: 'session',
  params: FileId,
  codes: [
    'NOT_FOUND',
    'FILE_INCOMPLETE',
    'FILE_DAMAGED',
    'FILE_REFUSED',
    'FILE_STORAGE_UNAVAILABLE',
    'MUTATION_TARGET_MISSING',
    'MUTATION_FORBIDDEN',
  ],
};
const describeContent: RouteDescription = {
  summary: 'The content of a file in the timeline of one of the agent’s teams.',
  access: 'session',
  params: FileId,
  reply: { text: 'application/octet-stream' },
  codes: ['NOT_FOUND', 'FILE_STORAGE_UNAVAILABLE'],
};

/** Files of tickets: POST, HEAD, PATCH and DELETE of /v1/files are tus; then POST .../attach, and GET .../content. */
export function filesPlugin(app: FastifyInstance, options: FilesPluginOptions, done: () => void): void {
  const { db, gate, news, now, files, contents } = options;
  requireSession(app, gate);
  // tus reads the content itself.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, parsed) => parsed(null));

  const speakTus = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const tus = await contents.tus();
    reply.hijack();
    await tus.handle(request.raw, reply.raw);
  };
  /** Throws `CodedError` NOT_FOUND: as for one that does not exist. */
  const requireOwn = async (request: FastifyRequest): Promise<Id> => {
    const { id } = readRequest(FileId, request.params);
    const upload = await uploadWith(db, id);
    if (upload?.agentId !== signedIn(request).agent.id || upload.attached)
      throw new CodedError('NOT_FOUND', `file ${id}`);
    return id;
  };

  app.post('/v1/files', { config: { describe: describeBegin } }, async (request, reply) => {
    const metadata = readMetadata(request.headers['upload-metadata']);
    const size = readRequest(z.coerce.number().int().positive(), request.headers['upload-length']);
    if (size > files.mostBytes) throw new CodedError('FILE_TOO_LARGE', `at most ${files.mostBytes}`);
    if (!isTypeAllowed(files, metadata.type)) throw new CodedError('FILE_TYPE_REFUSED', metadata.type);
    await requireTicket(db, request, metadata.ticketId);
    if (!(await beginUpload(db, signedIn(request).agent.id, metadata, size, files.room))) {
      throw new CodedError('MUTATION_ID_TAKEN', metadata.id);
    }
    await contents.remove(metadata.id);
    await speakTus(request, reply);
  });
  const goOn = async (request: FastifyRequest, reply: FastifyReply) => {
    await requireOwn(request);
    await speakTus(request, reply);
  };
  app.head('/v1/files/:id', goOn);
  app.patch('/v1/files/:id', { config: { describe: describePart } }, goOn);
  app.delete('/v1/files/:id', { config: { describe: describeAbandon } }, async (request, reply) => {
    const id = await requireOwn(request);
    await contents.remove(id);
    await forgetUpload(db, id);
    return await reply.code(204).send();
  });

  app.post('/v1/files/:id/attach', { config: { describe: describeAttach } }, async (request, reply) => {
    const { id } = readRequest(FileId, request.params);
    const { scanCommand } = files;
    const scopes = await attachFile({ db, contents, scanCommand, now }, signedIn(request).actor, id);
    if (scopes.length > 0) news.publish({ kind: 'changed', scopes: [...scopes] });
    return await reply.code(204).send();
  });

  app.get('/v1/files/:id/content', { config: { describe: describeContent } }, async (request, reply) => {
    const { id } = readRequest(FileId, request.params);
    const row = await db.selectFrom('entries').select('data').where('id', '=', id).executeTakeFirst();
    const entry = row?.data as Row<'entries'> | undefined;
    const readable = entry !== undefined && signedIn(request).actor.teamIds.includes(entry.scope);
    if (!readable || entry.kind !== 'file' || entry.erasedAt !== undefined)
      throw new CodedError('NOT_FOUND', `file ${id}`);
    const content = await contents.read(id);
    // Never as what it says that it is: no browser shall show it as a page of ours.
    return await reply
      .type('application/octet-stream')
      .headers({ 'content-length': entry.size, 'content-disposition': 'attachment' })
      .send(content);
  });
  done();
}

/** Throws `CodedError` MUTATION_TARGET_MISSING and MUTATION_FORBIDDEN. */
async function requireTicket(db: Database, request: FastifyRequest, ticketId: Id): Promise<void> {
  const ticket = await db.selectFrom('tickets').select('scope').where('id', '=', ticketId).executeTakeFirst();
  if (ticket === undefined) throw new CodedError('MUTATION_TARGET_MISSING', `ticket ${ticketId}`);
  if (!mayActIn(signedIn(request).actor, ticket.scope))
    throw new CodedError('MUTATION_FORBIDDEN', `ticket ${ticketId}`);
}

/** tus 1.0, "Upload-Metadata": keys and values in base64. Throws `CodedError` REQUEST_MALFORMED. */
function readMetadata(header: string | string[] | undefined): FileMetadata {
  const pairs = (typeof header === 'string' ? header : '').split(',').map((pair): [string, string] => {
    const [key = '', value = ''] = pair.trim().split(' ');
    return [key, Buffer.from(value, 'base64').toString('utf8')];
  });
  const said = Object.fromEntries(pairs);
  return readRequest(FileMetadata, { ...said, thumbnail: said['thumbnail'] ?? null });
}
