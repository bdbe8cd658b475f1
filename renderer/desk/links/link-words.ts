import type { LinkKind } from '../../../domain/ticket/link.ts';
import type { Entry } from '../../../domain/timeline/entry.ts';
import type { TicketLine } from '../../store/contract.ts';
import type { Text } from '../words/use-text.ts';

/** What this ticket is to the other one. */
const outward: Readonly<Record<LinkKind, string>> = {
  related: 'links.related',
  duplicate: 'links.duplicate',
  child: 'links.child',
};

/** What the other one is to this ticket. */
const inward: Readonly<Record<LinkKind, string>> = {
  related: 'links.related',
  duplicate: 'links.duplicated',
  child: 'links.parent',
};

export function linkWord(kind: LinkKind, out: boolean): string {
  return out ? outward[kind] : inward[kind];
}

/** As a choice to be made. */
export const linkChoice: Readonly<Record<LinkKind, string>> = {
  related: 'links.choose.related',
  duplicate: 'links.choose.duplicate',
  child: 'links.choose.child',
};

export function recordOfLink(entry: Extract<Entry, { kind: 'link' }>, text: Text): string {
  const words = text(linkWord(entry.link, entry.side === 'from'));
  return entry.event === 'linked' ? words : text('links.noMore', { words });
}

export function nameOf({ reference, subject }: Pick<TicketLine, 'reference' | 'subject'>, text: Text): string {
  return [reference === null ? '' : `#${reference}`, subject || text('ticket.noSubject')]
    .filter((part) => part !== '')
    .join(' ');
}
