/** What waits in the mailbox of the line (RFC 3842). */
export type MailboxSummary = { readonly fresh: number; readonly old: number };

const longestBody = 8_192;

/**
 * Reads an `application/simple-message-summary` body. A mailbox that only says that something waits has at least one message.
 * Undefined when it is none.
 */
export function readMessageSummary(body: string): MailboxSummary | undefined {
  if (body.length > longestBody) return undefined;
  const fields = new Map(
    body.split(/\r?\n/).flatMap((line) => {
      const [, name = '', value = ''] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
      return name === '' ? [] : [[name.toLowerCase(), value] as const];
    }),
  );
  const waiting = fields.get('messages-waiting')?.toLowerCase();
  if (waiting !== 'yes' && waiting !== 'no') return undefined;
  const [, fresh, old] = /^(\d{1,6})\s*\/\s*(\d{1,6})/.exec(fields.get('voice-message') ?? '') ?? [];
  if (fresh === undefined || old === undefined) return { fresh: waiting === 'yes' ? 1 : 0, old: 0 };
  return { fresh: Number(fresh), old: Number(old) };
}
