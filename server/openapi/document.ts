import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '../../domain/errors.ts';
import { ErrorReply, protocolVersion } from '../../domain/wire/sync.ts';
import type { ServedRoute } from '../routes.ts';
import { webhookEvents } from '../webhooks/event.ts';
import type { Named, RouteDescription } from './describe.ts';

type Json = Readonly<Record<string, unknown>>;

/** What any route may answer. */
const everywhere: readonly ErrorCode[] = ['REQUEST_TOO_MANY', 'SERVER_FAILED', 'SERVER_UNAVAILABLE'];

/** The OpenAPI 3.1 document of these routes; its schemas are those that the server parses with, as zod writes them. */
export function openApiDocument(routes: readonly ServedRoute[], serverName: string): Json {
  const schemas: Record<string, unknown> = { ErrorReply: schemaOf(ErrorReply, 'output') };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, url, describe } of routes) {
    const path = url.replace(/:(\w+)/g, '{$1}').replace('*', '{path}');
    (paths[path] ??= {})[method.toLowerCase()] = operation(method, path, describe ?? undescribed, schemas);
  }
  paths['/v1/events'] = { get: events };
  return {
    openapi: '3.1.0',
    info: {
      title: `${serverName}: the central server of Casque`,
      version: String(protocolVersion),
      description: 'What the messages of push, pull and events mean is in docs/synchronisation.md.',
    },
    servers: [{ url: '/' }],
    webhooks: Object.fromEntries(
      Object.entries(webhookEvents).map(([type, schema]) => [type, { post: webhook(type, schema, schemas) }]),
    ),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a.localeCompare(b))),
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: sessionToken },
        metrics: { type: 'http', scheme: 'bearer', description: 'CASQUE_METRICS_TOKEN.' },
      },
    },
  };
}

const sessionToken =
  'The token that POST /v1/session answered. Where it was asked for with a `key`, the scheme is DPoP, with a proof in the header `DPoP` (RFC 9449).';

const undescribed: RouteDescription = { summary: 'Not described yet.', access: 'session' };

/** The WebSocket is no route of the framework's: it takes over the connection. */
const events: Json = {
  summary: 'A WebSocket that says that there is news; the first message is a hello with the token.',
  operationId: 'get_v1_events',
  security: [],
  responses: {
    '101': { description: 'Switching protocols' },
    '403': { description: 'A page of an origin that is not named in CASQUE_ORIGINS' },
    '503': { description: 'Too many connections that have not said hello' },
  },
};

/** What is sent to the addresses of `casque-server webhook add`. */
function webhook(type: string, schema: z.ZodType, schemas: Record<string, unknown>): Json {
  const name = type.replace(/(^|\W)(\w)/g, (_, _between, letter: string) => letter.toUpperCase());
  const signature = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((header) => ({
    name: header,
    in: 'header',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    summary: `${type}, signed as Standard Webhooks says.`,
    operationId: `webhook_${type.replace('.', '_')}`,
    parameters: signature,
    requestBody: {
      required: true,
      content: { 'application/json': reference({ [`${name}Event`]: schema }, 'output', schemas) },
    },
    responses: { '2XX': { description: 'Taken; anything else is tried again later, but for 410' } },
  };
}

function operation(method: string, path: string, describe: RouteDescription, schemas: Record<string, unknown>): Json {
  const operationId = `${method.toLowerCase()}${path.replace(/\W+/g, '_').replace(/_$/, '')}`;
  const parameters = [...parametersOf(describe.params, 'path'), ...parametersOf(describe.query, 'query')];
  if (path.includes('{path}'))
    parameters.push({ name: 'path', in: 'path', required: true, schema: { type: 'string' } });
  return {
    summary: describe.summary,
    operationId,
    security: describe.access === 'public' ? [] : [{ [describe.access]: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(describe.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': reference(describe.body, 'input', schemas) } },
        }),
    responses: { ...success(describe, schemas), ...failures(describe) },
  };
}

function success({ reply, status, alsoAs }: RouteDescription, schemas: Record<string, unknown>): Json {
  if (reply === undefined) return { [String(status ?? 204)]: { description: 'Done' } };
  if (typeof reply['text'] === 'string') {
    return { '200': { description: 'OK', content: { [reply['text']]: { schema: { type: 'string' } } } } };
  }
  const json = { 'application/json': reference(reply as Named, 'output', schemas) };
  const also = alsoAs === undefined ? {} : { [alsoAs]: { schema: { type: 'string' } } };
  return { '200': { description: 'OK', content: { ...json, ...also } } };
}

function failures({ access, body, params, query, codes = [] }: RouteDescription): Json {
  const all = new Set<ErrorCode>([
    ...codes,
    ...(access === 'session' ? (['AUTH_SESSION_ENDED', 'AUTH_PROOF_STALE'] as const) : []),
    ...(body === undefined ? [] : (['REQUEST_MALFORMED', 'REQUEST_TOO_LARGE', 'REQUEST_TYPE_UNKNOWN'] as const)),
    ...(params === undefined && query === undefined ? [] : (['REQUEST_MALFORMED'] as const)),
    ...everywhere,
  ]);
  const statuses = [...new Set([...all].map((code) => errorCatalogue[code].status))].sort((a, b) => a - b);
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/ErrorReply' } } };
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = [...all].filter((code) => errorCatalogue[code].status === status);
      return [String(status), { description: ofStatus.join(', '), content }];
    }),
  );
}

function reference(named: Named, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  const [name, schema] = Object.entries(named)[0] ?? [];
  if (name === undefined || schema === undefined) return {};
  schemas[name] = schemaOf(schema, io);
  return { schema: { $ref: `#/components/schemas/${name}` } };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(of, undefined).success,
    schema: schemaOf(of as z.ZodType, 'input'),
  }));
}

/** What JSON Schema cannot say (a refinement, a transformation) is left open there. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const written = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  delete written.$schema;
  return written;
}
