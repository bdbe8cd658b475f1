import type { Call } from '../../domain/call/call.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import type { Entry } from '../../domain/timeline/entry.ts';

/** Rows by id. */
export type ServerRows = {
  readonly tickets: ReadonlyMap<string, Ticket>;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly calls: ReadonlyMap<string, Call>;
  readonly contacts: ReadonlyMap<string, Contact>;
};

export function openServer(
  url: string,
  account: { readonly login: string; readonly password: string },
): Promise<{ read(): Promise<ServerRows>; close(): Promise<void> }>;
