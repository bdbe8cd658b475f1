import type { FastifyError, FastifyInstance } from 'fastify';
import { CodedError, errorCatalogue, type ErrorCode } from '../domain/errors.ts';
import type { ErrorReply } from '../domain/wire/sync.ts';
import { isUnavailable } from './database/failures.ts';

/** Fastify's own refusals, by its codes. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'REQUEST_TYPE_UNKNOWN',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
};

/** Every answer that is not a success is an `ErrorReply` of the catalogue; what happened inside goes to the log only. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler(() => {
    throw new CodedError('NOT_FOUND');
  });
  app.setErrorHandler<FastifyError | CodedError>(async (error, request, reply) => {
    const { code, detail } = asReply(error);
    const { status, retry } = errorCatalogue[code];
    const who = { agentId: request.signedIn?.agent.id, sessionId: request.signedIn?.sessionId };
    if (status >= 500) request.log.error({ err: error, code, ...who }, 'request failed');
    else request.log.info({ code, detail, ...who }, 'request refused');
    if (retry && status === 503) reply.header('retry-after', '1');
    if (retry && status === 429 && !reply.hasHeader('retry-after')) reply.header('retry-after', '60');
    const body: ErrorReply = detail === undefined ? { code } : { code, detail };
    return await reply.code(status).send(body);
  });
}

/** What a failure is answered with. */
export function asReply(error: Error & Partial<Pick<FastifyError, 'code' | 'statusCode'>>): ErrorReply {
  if (error instanceof CodedError) {
    // The detail of a failure of ours is for our log.
    return errorCatalogue[error.code].status >= 500 ? { code: error.code } : { code: error.code, detail: error.detail };
  }
  if (isUnavailable(error)) return { code: 'SERVER_UNAVAILABLE' };
  const known = fastifyCodes[error.code ?? ''];
  if (known !== undefined) return { code: known };
  const status = error.statusCode ?? 500;
  return { code: status >= 400 && status < 500 ? 'REQUEST_MALFORMED' : 'SERVER_FAILED' };
}
