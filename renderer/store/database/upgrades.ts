import type { Transaction } from 'dexie';
import type { TableName } from '../../../domain/tables.ts';
import { digest } from '../rows/digest.ts';
import { packHead } from '../rows/heads.ts';
import { Page } from '../rows/pages.ts';
import type { HeadRecord, PageRecord } from './records.ts';

/**
 * Makes the digests of a table again from the rows on disk, in Dexie's upgrade transaction: all of it or nothing, and before
 * anything is read. A page that cannot be read keeps its head: the store finds the damage and pulls the rows again.
 */
export async function digestAgain(transaction: Transaction, table: TableName): Promise<void> {
  const heads = transaction.table<HeadRecord, number>('heads');
  const pages = transaction.table<PageRecord, number>('pages');
  for (const no of await heads.filter((head) => head.table === table).primaryKeys()) {
    const page = await pages.get(no);
    const head = page === undefined ? null : headOf(table, page);
    if (head !== null) await heads.update(no, head);
  }
}

function headOf(table: TableName, page: PageRecord): Pick<HeadRecord, 'digests'> | null {
  try {
    return packHead(Array.from(new Page(page).rows(), (row) => digest(table, row)));
  } catch {
    return null;
  }
}
