import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { openApiDocument } from './document.ts';

/** GET /openapi.json: every route that is registered. */
export function openApiPlugin(app: FastifyInstance, options: { readonly serverName: string }, done: () => void): void {
  const describe = {
    summary: 'This document.',
    access: 'public',
    reply: { OpenApiDocument: z.looseObject({ openapi: z.string() }) },
  } as const;
  let text: string | undefined;
  app.get('/openapi.json', { config: { describe } }, async (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(app.served, options.serverName));
    return await reply.type('application/json; charset=utf-8').send(text);
  });
  done();
}
