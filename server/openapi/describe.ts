import type { z } from 'zod';
import type { ErrorCode } from '../../domain/errors.ts';

/** A schema under the name that it has in the document. */
export type Named = Readonly<Record<string, z.ZodType>>;

/** What the OpenAPI document says of a route, beside what the route's handler parses with the same schemas. */
export type RouteDescription = {
  readonly summary: string;
  /** `session`: `Authorization: Bearer`, the token of POST /v1/session. */
  readonly access: 'public' | 'session' | 'metrics';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: Named;
  /** Of a success; absent: 200, or 204 without a reply. */
  readonly status?: 201;
  /** Absent: 204, nothing. */
  readonly reply?: Named | { readonly text: string };
  /** The reply in another media type too, for whoever asks for it. */
  readonly alsoAs?: string;
  /** Beside those that every route may answer. */
  readonly codes?: readonly ErrorCode[];
};

declare module 'fastify' {
  interface FastifyContextConfig {
    describe?: RouteDescription;
  }
}
