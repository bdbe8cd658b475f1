import type { Id } from '../../../domain/ids.ts';
import { tableNames, type TableName } from '../../../domain/tables.ts';

export type RowKey = `${TableName}/${Id}`;

export function rowKey(table: TableName, id: Id): RowKey {
  return `${table}/${id}`;
}

export function splitKey(key: RowKey): [TableName, Id] {
  return [tableOf(key), key.slice(key.indexOf('/') + 1)];
}

/** Always the same string for a table: a copy of its name, cut from a key, is slower to look its columns up by. */
export function tableOf(key: RowKey): TableName {
  const name = key.slice(0, key.indexOf('/'));
  return sameNames.get(name) ?? (name as TableName);
}

const sameNames: ReadonlyMap<string, TableName> = new Map(tableNames.map((name) => [name, name]));
