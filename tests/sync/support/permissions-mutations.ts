import type { MutationName } from '../../../domain/mutation/registry.ts';
import { callRows } from './permissions-calls.ts';
import { callbackRows } from './permissions-callbacks.ts';
import { contactRows } from './permissions-contacts.ts';
import { equipmentRows } from './permissions-equipment.ts';
import { handOverRows } from './permissions-hand-over.ts';
import { linkRows } from './permissions-links.ts';
import type { PermissionsOffice } from './permissions-office.ts';
import { organisationRows } from './permissions-organisations.ts';
import { procedureRows } from './permissions-procedures.ts';
import { recordRows } from './permissions-records.ts';
import { textRows } from './permissions-texts.ts';
import { ticketRows } from './permissions-tickets.ts';
import { validationRows } from './permissions-validations.ts';
import type { MutationRow } from './permissions.ts';

/** Who may do what: every mutation. What the rows name of the office is there when they are tried. */
export function mutationTable(office: PermissionsOffice): Readonly<Record<MutationName, MutationRow>> {
  const redTicket = () => office.red.ticket;
  return {
    ...ticketRows(office),
    ...recordRows(redTicket),
    ...callRows(office),
    ...equipmentRows,
    ...validationRows(office),
    ...callbackRows(office),
    ...contactRows,
    ...handOverRows(redTicket),
    ...linkRows(redTicket),
    ...organisationRows,
    ...procedureRows({ all: () => office.procedures.all, red: () => office.procedures.red }),
    ...textRows,
  };
}
