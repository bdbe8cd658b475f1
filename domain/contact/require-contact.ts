import { CodedError } from '../errors.ts';
import type { Id } from '../ids.ts';
import { requireRow } from '../mutation/define.ts';
import type { Transaction } from '../mutation/transaction.ts';
import type { Contact } from './contact.ts';

/** One of whom something can still be written. Throws `CodedError` MUTATION_TARGET_MISSING when they are gone, or were erased. */
export async function requireContact(tx: Transaction, id: Id): Promise<Contact> {
  const contact = requireRow(await tx.get('contacts', id), `contact ${id}`);
  if (contact.erasedAt !== undefined) throw new CodedError('MUTATION_TARGET_MISSING', `contact ${id} is erased`);
  return contact;
}
