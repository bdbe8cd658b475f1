import { z } from 'zod';
import { Instant } from '../ids.ts';
import { ErrorCodeSchema } from './error-code.ts';

const at = Instant;
const cause = ErrorCodeSchema;
const count = z.int().positive();
/** How long it lasted, in milliseconds. */
const ms = z.int().nonnegative();
const version = z.string().max(60);
/** Whether a call was up. */
const inCall = z.boolean();
/** `hung`: it answered nothing and was ended. */
const reason = z.enum(['died', 'hung']);

const of = <C extends string, F extends z.ZodRawShape>(code: C, fields: F) =>
  z.object({ at, code: z.literal(code), ...fields });

/**
 * What happened to this desk, for its agent and for whoever helps: codes, times and causes; nothing of a customer and no secrets. What
 * goes and comes back is told twice, as it goes (`-lost`) and as it is back, so that the first is kept whatever follows.
 */
const told = {
  /** Told by the phone. */
  phone: [
    of('line-lost', { cause }),
    of('line-back', { ms }),
    /** Nobody heard anybody, and then they did again. `restart`: the phone itself was away. */
    of('call-gap', { ms, why: z.enum(['network', 'restart']) }),
    /** The agent's call ended without anybody's will. */
    of('call-cut', { cause }),
    of('microphone-lost', { cause }),
    of('microphone-back', { ms }),
  ],
  /** Told by the store. */
  store: [
    of('server-lost', { cause }),
    of('server-back', { ms }),
    of('session-ended', { cause }),
    /** The browser engine cannot open its own files. */
    of('store-damaged', {}),
    /** The rows were damaged or gone, and are pulled again. */
    of('store-rebuilt', {}),
    /** It answered no more, and was begun anew on the same data. */
    of('store-restarted', {}),
    /** Mutations that only the outbox's second place still had. */
    of('outbox-recovered', { count }),
    /** Words being typed that only their second place still had. */
    of('drafts-recovered', { count }),
    /** The outbox's second place cannot be written. */
    of('second-place-lost', { cause }),
    of('second-place-back', {}),
    of('mutations-refused', { count }),
  ],
  /** Told by the shell. */
  shell: [
    /** `after`: how the run before ended; `death`: without a word. */
    of('app-started', { version, after: z.enum(['quit', 'death']) }),
    of('app-quit', {}),
    of('desk-lost', { reason, inCall }),
    of('desk-back', { ms }),
    of('phone-lost', { reason, inCall }),
    of('phone-back', { ms }),
    of('system-slept', {}),
    of('system-woke', { ms }),
    of('update-installed', { version }),
    /** A version that did not become usable was replaced by the former one. */
    of('update-rolled-back', { version }),
    /** The agent gave up this machine's data to have them from the server again. */
    of('store-dropped', {}),
  ],
} as const;

export const PhoneIncident = z.discriminatedUnion('code', told.phone);
export type PhoneIncident = z.infer<typeof PhoneIncident>;

export const StoreIncident = z.discriminatedUnion('code', told.store);
export type StoreIncident = z.infer<typeof StoreIncident>;

export const Incident = z.discriminatedUnion('code', [...told.phone, ...told.store, ...told.shell]);
export type Incident = z.infer<typeof Incident>;
export type IncidentCode = Incident['code'];
