import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../domain/ids.ts';
import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';
import {
  longestQueuedLine,
  type JournalAnswer,
  type JournalLine,
  type JournalRequest,
} from '../../../domain/wire/outbox-journal.ts';
import { OutboxJournal } from '../../../electron/outbox/outbox-journal.ts';
import type { RefusedRecord } from '../../../renderer/store/database/records.ts';
import { JournalKeeper } from '../../../renderer/store/outbox/journal-keeper.ts';

const database = 'casque https://casque.example 01990000-0000-7000-8000-000000000001';
const clientId = newId();

let folder: string;
let warnings: string[];
let journal: OutboxJournal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casque-journal-'));
  warnings = [];
  journal = again();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** After a restart of the shell. */
function again(largest?: number): OutboxJournal {
  const log = { warn: (event: string, detail?: string) => void warnings.push(`${event} ${detail ?? ''}`) };
  return new OutboxJournal({ folder: join(folder, 'outbox'), log, ...(largest === undefined ? {} : { largest }) });
}

function queued(seq: number, text = `note ${seq}`): JournalLine {
  const mutation = { id: newId(), seq, name: 'note.add@1', args: { text }, at: '2026-11-26T09:00:00.000Z' };
  return { kind: 'queued', clientId, mutation };
}

function append(...lines: JournalLine[]): Promise<JournalAnswer> {
  return journal.answer({ act: 'append', database, lines });
}

function read(): Promise<JournalAnswer> {
  return journal.answer({ act: 'read', database });
}

function file(): string {
  const [name] = readdirSync(join(folder, 'outbox'));
  return join(folder, 'outbox', name ?? '');
}

describe('the outbox’s journal', () => {
  it('has every line again after a restart, in order, and says whether there was one', async () => {
    expect(await read()).toEqual({ exists: false, lines: [] });
    const lines = [{ kind: 'client', clientId } as const, queued(1), queued(2, 'deux\nlignes « accentuées »')];
    await append(lines[0]!, lines[1]!);
    await append(lines[2]!);
    journal = again();
    expect(await read()).toEqual({ exists: true, lines });
  });

  it('is readable by this user only, under a name that says nothing', async () => {
    await append(queued(1));
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(file()).not.toContain('casque.example');
    await journal.answer({ act: 'replace', database, lines: [queued(2)] });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('leaves out a line that a power loss cut, says so, and goes on after it', async () => {
    const [first, second, third] = [queued(1), queued(2), queued(3)];
    await append(first, second);
    truncateSync(file(), statSync(file()).size - 20);
    journal = again();
    await append(third);
    expect(await read()).toEqual({ exists: true, lines: [first, third] });
    expect(warnings).toEqual(['outbox-journal-damaged 1 of 3 lines left out']);
  });

  it('leaves out what is no line of a journal', async () => {
    const line = queued(1);
    await append(line);
    appendFileSync(file(), 'null\n{"kind":"queued"}\n\u0000\u0000\u0000\n');
    expect((await read()).lines).toEqual([line]);
  });

  it('holds nothing any more of what was replaced or removed', async () => {
    await append(queued(1, 'confidentiel'));
    await journal.answer({ act: 'replace', database, lines: [{ kind: 'client', clientId }] });
    expect(readFileSync(file(), 'utf8')).not.toContain('confidentiel');
    await append(queued(2));
    expect((await read()).lines).toHaveLength(2);
    await journal.answer({ act: 'remove', database });
    expect(await read()).toEqual({ exists: false, lines: [] });
  });

  it('keeps the journals of two agents apart', async () => {
    await append(queued(1));
    const other: JournalRequest = { act: 'read', database: database.replace(/1$/, '2') };
    expect(await journal.answer(other)).toEqual({ exists: false, lines: [] });
  });

  it('says that there is no room, and what is there stays whole', async () => {
    const line = queued(1);
    await append(line);
    journal = again(statSync(file()).size + 10);
    await expect(append(queued(2))).rejects.toMatchObject({ code: 'STORE_FULL' });
    expect((await read()).lines).toEqual([line]);
  });

  it.each([
    ['', [], ['text']],
    [', though the server says much of it: its word goes first', ['x'.repeat(60_000)], undefined],
  ])('has the words of a mutation that was refused, however long it may have been%s', async (_, said, fields) => {
    const line = queued(1, '');
    if (line.kind !== 'queued') throw new Error('no mutation');
    const room = longestQueuedLine - JSON.stringify(line).length;
    const mutation = { ...line.mutation, name: 'note.add@1' as const, args: { text: 'm'.repeat(room) } };
    const result = { id: mutation.id, seq: 1, outcome: 'conflict' as const, fields: ['text', ...said] };
    const refused: RefusedRecord = { ...mutation, result, touched: [], rows: [], from: { clientId, seq: 1 } };
    const troubles: unknown[] = [];
    const ask = (request: JournalRequest) => journal.answer(request);
    const keeper = new JournalKeeper({ ask, database, onTrouble: (code) => troubles.push(code) });
    await keeper.follow({ clientId, queue: [mutation], refused: [] });
    await keeper.follow({ clientId, queue: [], refused: [refused] });
    journal = again();
    const { lines } = await read();
    expect(troubles).toEqual([]);
    const record = lines.map((each) => (each.kind === 'refused' ? each.record : null)).at(-1);
    expect(record?.args).toEqual(mutation.args);
    expect(record?.result).toMatchObject({ id: mutation.id, seq: 1, outcome: 'conflict' });
    expect((record?.result as { fields?: unknown }).fields).toEqual(fields);
  });

  it('says that it cannot be written', async () => {
    writeFileSync(join(folder, 'outbox'), 'a file where the folder should be');
    await expect(append(queued(1))).rejects.toMatchObject({ code: 'SHELL_FAILED' });
  });
});

describe('a draft that the store has not saved yet', () => {
  const draft = (text: string, second: number, key = 'note:1'): DraftCopy => ({
    key,
    text,
    savedAt: `2026-11-27T09:00:0${second}.000Z`,
  });
  const keep = (words: DraftCopy): Promise<JournalAnswer> =>
    journal.answer({ act: 'keepDraft', database, draft: words });
  const write = (...drafts: DraftCopy[]): Promise<JournalAnswer> =>
    journal.answer({ act: 'writeDrafts', database, drafts });
  const drafts = async () => (await journal.answer({ act: 'readDrafts', database })).drafts;

  it('is there after a restart, beside the others', async () => {
    await write(draft('Avant', 1, 'note:2'));
    await keep(draft('Pan', 2));
    await keep(draft('Panne', 3));
    journal = again();
    expect(await drafts()).toEqual([draft('Avant', 1, 'note:2'), draft('Panne', 3)]);
  });

  it('stays when the store writes what it has, until that is later', async () => {
    await keep(draft('Panne', 3));
    await write(draft('Avant', 1, 'note:2'), draft('Pan', 2));
    expect(await drafts()).toEqual([draft('Avant', 1, 'note:2'), draft('Panne', 3)]);
    await write(draft('Panne', 4));
    await write(draft('', 5));
    expect(await drafts()).toEqual([draft('', 5)]);
    await write();
    expect(await drafts()).toEqual([]);
  });

  it('is no news where the store has had a later one', async () => {
    await write(draft('', 5));
    await keep(draft('Panne', 3));
    expect(await drafts()).toEqual([draft('', 5)]);
  });

  it("goes with the agent's data", async () => {
    await keep(draft('Panne', 3));
    await journal.answer({ act: 'remove', database });
    await write();
    expect(await drafts()).toEqual([]);
  });
});
