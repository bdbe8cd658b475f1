import type { ErrorCode } from '../../domain/errors.ts';

/** The one IPC channel for requests of both pages: (channel of the contract, argument) -> Reply. */
export const requestChannel = 'casque:request';

/** The one IPC channel for events to both pages: (event of the contract, value). */
export const eventChannel = 'casque:event';

/** Carries a MessagePort from the shell to a preload. */
export const phonePortChannel = 'casque:phone-port';

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: ErrorCode };
