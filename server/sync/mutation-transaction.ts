import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import type { Id, Instant } from '../../domain/ids.ts';
import type { Actor, AuditedDeed, Transaction } from '../../domain/mutation/transaction.ts';
import { personalTables, tables, type Row, type TableName } from '../../domain/tables.ts';
import { isTicketTable, type TicketRow } from '../../domain/ticket/belongings.ts';
import type { Ticket } from '../../domain/ticket/ticket.ts';
import type { AuditedMutation } from './storage.ts';
import { keyOf, tableAndId, type BatchRows, type RowKey } from './batch-rows.ts';

/** One mutation's view of the push: what it writes is seen by itself, and by the next ones once `keep` is called. */
export class MutationTransaction implements Transaction {
  readonly actor: Actor;
  readonly at: Instant;
  readonly isFinal = true;
  readonly #audited: AuditedMutation[] = [];
  readonly #batch: BatchRows;
  readonly #read = new Set<RowKey>();
  readonly #written = new Map<RowKey, { readonly table: TableName; readonly row: Row }>();

  constructor(batch: BatchRows, actor: Actor, at: Instant) {
    this.#batch = batch;
    this.actor = actor;
    this.at = at;
  }

  async get<T extends TableName>(table: T, id: Id): Promise<Row<T> | undefined> {
    const key = keyOf(table, id);
    const row = this.#written.get(key)?.row ?? (await this.#batch.read(table, id));
    this.#read.add(key);
    return structuredClone(row) as Row<T> | undefined;
  }

  async put<T extends TableName>(table: T, row: Row<T>): Promise<void> {
    const parsed = tables[table].safeParse(row);
    if (!parsed.success) throw new CodedError('MUTATION_INVALID', z.prettifyError(parsed.error).slice(0, 400));
    if (!isStorable(parsed.data)) throw new CodedError('MUTATION_INVALID', 'text that PostgreSQL cannot hold');
    const key = keyOf(table, parsed.data.id);
    // A mutation that did not read what it writes makes a new row; else a forged id would overwrite a foreign one.
    if (
      !this.#read.has(key) &&
      !this.#written.has(key) &&
      (await this.#batch.read(table, parsed.data.id)) !== undefined
    ) {
      throw new CodedError('MUTATION_ID_TAKEN', parsed.data.id);
    }
    if (!(await this.#mayHold(table, parsed.data.scope))) {
      throw new CodedError('MUTATION_TARGET_MISSING', `scope ${parsed.data.scope}`);
    }
    this.#written.set(key, { table, row: parsed.data });
  }

  /** An agent's own rows are theirs alone to write, but for outlines: they stand with those who follow the ticket, whoever changes it. */
  async #mayHold(table: TableName, scope: Id): Promise<boolean> {
    if (scope === this.actor.agentId && personalTables.includes(table)) return true;
    return table === 'outlines' || (await this.#batch.isScope(scope));
  }

  async ofTicket(ticketId: Id): Promise<readonly TicketRow[]> {
    await this.#batch.readOfTicket(ticketId);
    const found: TicketRow[] = [];
    for (const key of new Set([...this.#batch.keys(), ...this.#written.keys()])) {
      const [table, id] = tableAndId(key);
      if (!isTicketTable(table)) continue;
      const row = await this.get(table, id);
      if (row?.ticketId === ticketId) found.push({ table, row } as TicketRow);
    }
    return found;
  }

  async linkedTo(ticketId: Id): Promise<readonly Ticket[]> {
    await this.#batch.readLinkedTo(ticketId);
    const found: Ticket[] = [];
    for (const key of new Set([...this.#batch.keys(), ...this.#written.keys()])) {
      const [table, id] = tableAndId(key);
      if (table !== 'tickets') continue;
      const ticket = await this.get(table, id);
      if (ticket?.links?.some((link) => link.ticketId === ticketId) === true) found.push(ticket);
    }
    return found;
  }

  audit(action: AuditedDeed, subject: Id, detail: Readonly<Record<string, string>>): void {
    this.#audited.push({ agentId: this.actor.agentId, action, subject, detail });
  }

  async nextTicketReference(): Promise<number> {
    return await this.#batch.nextTicketReference();
  }

  /** Hands what was written to the push; returns the rows' keys. A refused mutation is simply not kept. */
  keep(): RowKey[] {
    for (const { table, row } of this.#written.values()) this.#batch.write(table, row);
    this.#batch.audited.push(...this.#audited);
    return [...this.#written.keys()];
  }
}

/** `jsonb` refuses U+0000 and lone surrogates, which JSON.stringify writes as escapes (an even run of `\` before is text). */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

function isStorable(row: Row): boolean {
  return !unstorable.test(JSON.stringify(row));
}
