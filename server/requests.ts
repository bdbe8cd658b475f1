import { z } from 'zod';
import { CodedError } from '../domain/errors.ts';
import { protocolVersion } from '../domain/wire/sync.ts';

/** What came from outside, parsed. Throws `CodedError` REQUEST_MALFORMED, whose detail names fields and repeats no value. */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CodedError('REQUEST_MALFORMED', z.prettifyError(parsed.error).slice(0, 400));
  return parsed.data;
}

const Versioned = z.object({ protocol: z.int() });

/** The same for a message of the sync protocol. Throws `CodedError` CLIENT_TOO_OLD too. */
export function readSyncRequest<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const versioned = Versioned.safeParse(value);
  if (versioned.success && versioned.data.protocol < protocolVersion) {
    throw new CodedError(
      'CLIENT_TOO_OLD',
      `protocol ${versioned.data.protocol}, this server speaks ${protocolVersion}`,
    );
  }
  return readRequest(schema, value);
}
