import type { Id } from '../../../domain/ids.ts';
import { agents } from './organisation.ts';
import type { Person } from './permissions.ts';

/** Who is told to be on a ticket of blue, where carol and dave are, when somebody says that they have it open too; undefined: they are told nothing. */
export const onTicketTable: Readonly<Record<Person, readonly Id[] | undefined>> = {
  // Nobody is told of themselves.
  owner: [agents.dave.id],
  'on another device': [agents.dave.id],
  colleague: [agents.carol.id],
  'out of team': undefined,
  // Who may act everywhere is not sent the tickets of everywhere.
  'supervisor elsewhere': undefined,
  'administrator elsewhere': undefined,
  'moved away': undefined,
};
