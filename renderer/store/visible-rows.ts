import type { Id } from '../../domain/ids.ts';
import { trashScope } from '../../domain/row.ts';
import type { Row, TableName } from '../../domain/tables.ts';
import type { Delivery } from './contract.ts';
import type { RefusedRecord } from './database/records.ts';
import type { PendingRow } from './outbox/rebase.ts';
import type { BaseRows } from './rows/base-rows.ts';
import { digest } from './rows/digest.ts';
import type { Indexes } from './rows/indexes.ts';
import { rowKey, splitKey, tableOf, type RowKey } from './rows/row-key.ts';
import type { PackedRows } from './rows/settled.ts';
import type { Touched } from './touched.ts';

export type ShownRow = { readonly table: TableName; readonly slot: number; readonly row: Row };

/** Who keeps something of their own about every row that is to be seen. Both are called in the midst of a change: what they do is done with it. */
export type RowFollower = {
  /** A visible row goes, or is replaced (`stays`) in the same slot. */
  leaving(table: TableName, id: Id, slot: number, stays: boolean): void;
  /** Rows as they are to be seen from now on, of one change. */
  shown(rows: readonly ShownRow[]): void;
};

/**
 * What the desk is shown of each row: the pending one, else the server's, else the one of a refused mutation that the agent
 * has not dismissed.
 */
export class VisibleRows {
  readonly indexes: Indexes;
  readonly #base: BaseRows;
  pending: ReadonlyMap<RowKey, PendingRow> = new Map();
  refused: ReadonlyMap<Id, RefusedRecord> = new Map();
  /** Mutations that the server has taken, though their effect has not come back yet. */
  sent: ReadonlySet<Id> = new Set();
  follower: RowFollower | null = null;
  #refusedRows = new Map<RowKey, Row>();
  #refusedTouched = new Set<RowKey>();

  constructor(indexes: Indexes, base: BaseRows) {
    this.indexes = indexes;
    this.#base = base;
  }

  setRefused(refused: ReadonlyMap<Id, RefusedRecord>): void {
    this.refused = refused;
    this.#refusedRows = new Map();
    this.#refusedTouched = new Set();
    for (const record of refused.values()) {
      if (record.result.outcome !== 'rejected') continue;
      for (const key of record.touched) this.#refusedTouched.add(key as RowKey);
      for (const { table, row } of record.rows) this.#refusedRows.set(rowKey(table, row.id), row);
    }
  }

  async read<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    const rows = await this.readAll(table, [id]);
    return rows[0];
  }

  /** As a mutation would find it here: not what only a refused one had made. */
  async readStanding<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    const row = this.pending.get(rowKey(table, id))?.row ?? (await this.#base.read(table, id));
    return isShown(row) ? (row as Row<T>) : undefined;
  }

  /** Those that are there, in the order asked for. */
  async readAll<T extends TableName>(table: T, ids: readonly Id[]): Promise<Row<T>[]> {
    const below = await this.#base.readMany(ids.map((id) => rowKey(table, id)).filter((key) => !this.pending.has(key)));
    const rows: Row<T>[] = [];
    for (const id of ids) {
      const key = rowKey(table, id);
      const row = this.pending.get(key)?.row ?? below.get(key) ?? this.#refusedRows.get(key);
      if (isShown(row)) rows.push(row as Row<T>);
    }
    return rows;
  }

  delivery(table: TableName, id: Id): Delivery {
    const key = rowKey(table, id);
    const pending = this.pending.get(key);
    if (pending !== undefined) return pending.by.every((mutation) => this.sent.has(mutation)) ? 'sent' : 'queued';
    return this.#refusedTouched.has(key) ? 'refused' : 'confirmed';
  }

  /** Brings the indexes up to date for these rows. `below` is what the server's rows are by now, null for none. */
  refresh(keys: Iterable<RowKey>, below: (key: RowKey) => Row | null | undefined, touched: Touched): void {
    const shown: ShownRow[] = [];
    for (const key of keys) {
      const found = this.pending.get(key)?.row ?? below(key) ?? this.#refusedRows.get(key);
      const row = isShown(found) ? found : undefined;
      const [table, id] = row === undefined ? splitKey(key) : [tableOf(key), row.id];
      touched.add(table, row);
      const index = this.indexes.of(table);
      const slot = index.find(id);
      if (slot !== undefined && index.visible[slot] === true) {
        this.#touchOld(table, id, slot, touched);
        this.follower?.leaving(table, id, slot, row !== undefined);
      }
      if (row === undefined) index.hide(id);
      else {
        index.show(id, digest(table, row), slot);
        if (this.follower !== null) shown.push({ table, slot: index.find(id) ?? 0, row });
      }
    }
    this.follower?.shown(shown);
  }

  /**
   * The same for whole pages of the server's rows, but for those that are among `apart`, which are refreshed by themselves. So many that to tell what
   * they touch would take longer than to ask everything again.
   */
  refreshPacked(pages: readonly PackedRows[], apart: ReadonlySet<RowKey>, touched: Touched): void {
    const shown: ShownRow[] = [];
    for (const page of pages) {
      const { table, digests } = page;
      const index = this.indexes.of(table);
      touched.tables.add(table);
      touched.everything = true;
      for (const [place, each] of digests.entries()) {
        const [id, scope] = each;
        if (page.superseded.has(place) || (apart.size > 0 && apart.has(rowKey(table, id)))) continue;
        const slot = index.find(id);
        const stays = scope !== trashScope;
        if (slot !== undefined && index.visible[slot] === true) this.follower?.leaving(table, id, slot, stays);
        if (!stays) index.hide(id);
        else {
          index.show(id, each, slot);
          if (this.follower !== null) shown.push({ table, slot: index.find(id) ?? 0, row: page.row(place) });
        }
      }
    }
    if (shown.length > 0) this.follower?.shown(shown);
  }

  /** What was to be seen in this slot until now. */
  #touchOld(table: TableName, id: Id, slot: number, touched: Touched): void {
    if (table === 'entries') touched.addTicketOf(table, this.indexes.entries.ticketId[slot]);
    if (table === 'calls') {
      touched.calls.add(id);
      touched.addTicketOf(table, this.indexes.calls.ticketId[slot]);
    }
    if (table === 'validations') touched.addTicketOf(table, this.indexes.validations.ticketId[slot]);
    if (table === 'tickets') {
      touched.tickets.add(id);
      const contactId = this.indexes.tickets.contactId[slot];
      if (contactId != null) touched.contacts.add(contactId);
    }
    if (table === 'contacts') touched.contacts.add(id);
  }
}

/** What was deleted here is gone at once, though the server has not said so yet. */
function isShown(row: Row | null | undefined): row is Row {
  return row != null && row.scope !== trashScope;
}
