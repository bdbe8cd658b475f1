import type { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';

type Contract = Readonly<Record<string, { readonly argument: z.ZodType; readonly result: z.ZodType }>>;

/** One handler per channel of a contract, taking the parsed argument. A CodedError reaches the page as its code. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: (
    argument: z.output<C[K]['argument']>,
  ) => z.input<C[K]['result']> | Promise<z.input<C[K]['result']>>;
};

/** Answers one request of a page, parsed both ways. Rejects with a CodedError, or with whatever a handler threw. */
export type Endpoint = (channel: unknown, argument: unknown) => Promise<unknown>;

export function endpoint<C extends Contract>(contract: C, handlers: Handlers<C>): Endpoint {
  return async (channel, argument) => {
    if (typeof channel !== 'string' || !Object.hasOwn(contract, channel)) {
      throw new CodedError('REQUEST_MALFORMED', 'no such channel for this page');
    }
    const schemas = contract[channel] as C[string];
    const parsed = schemas.argument.safeParse(argument);
    if (!parsed.success) {
      // Names of fields, never their values.
      throw new CodedError('REQUEST_MALFORMED', parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
    }
    const handle = handlers[channel] as (argument: unknown) => unknown;
    const result = schemas.result.safeParse(await handle(parsed.data));
    if (result.success) return result.data;
    throw new CodedError('SHELL_FAILED', result.error.issues.map((issue) => issue.path.join('.')).join(', '));
  };
}
