import { z } from 'zod';
import { Call } from '../../domain/call/call.ts';
import { Callback } from '../../domain/callback/callback.ts';
import { Contact } from '../../domain/contact/contact.ts';
import { Id, Instant } from '../../domain/ids.ts';
import { Ticket } from '../../domain/ticket/ticket.ts';
import { Entry } from '../../domain/timeline/entry.ts';

/** What each field that changed was and is. */
const Changes = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));

function event<const T extends string, D extends z.ZodRawShape>(type: T, data: D) {
  // `timestamp` and `data` are where Standard Webhooks has them. `agentId`: who did it.
  return z.object({ type: z.literal(type), timestamp: Instant, data: z.object({ agentId: Id, ...data }) });
}

/** The events that a webhook may ask for, by their names: what is sent, as JSON. */
export const webhookEvents = {
  'ticket.created': event('ticket.created', { ticket: Ticket }),
  'ticket.updated': event('ticket.updated', { ticket: Ticket, changes: Changes }),
  'note.added': event('note.added', { note: Entry }),
  'email.recorded': event('email.recorded', { email: Entry }),
  'chat.recorded': event('chat.recorded', { chat: Entry }),
  'satisfaction.recorded': event('satisfaction.recorded', { satisfaction: Entry }),
  'call.ended': event('call.ended', { call: Call }),
  'callback.promised': event('callback.promised', { callback: Callback }),
  'callback.closed': event('callback.closed', { callback: Callback }),
  'contact.created': event('contact.created', { contact: Contact }),
  'contact.updated': event('contact.updated', { contact: Contact, changes: Changes }),
} as const;

export type WebhookEventType = keyof typeof webhookEvents;
export type WebhookEvent = z.infer<(typeof webhookEvents)[WebhookEventType]>;

export const webhookEventTypes = Object.keys(webhookEvents) as WebhookEventType[];

export function isWebhookEventType(name: string): name is WebhookEventType {
  return Object.hasOwn(webhookEvents, name);
}

/** An event on its way into the outbox. */
export type RecordedEvent = {
  readonly id: Id;
  readonly type: WebhookEventType;
  /** The scope of what it tells of, and the one that it left. */
  readonly scope: Id;
  readonly scopeBefore: Id;
  /** The bytes that are signed and sent. */
  readonly body: string;
};
