import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';

/** One record of a file, with the line on which it begins (of a JSON list: its place, from 1). */
export type SourceRecord = { readonly line: number; readonly fields: Readonly<Record<string, string>> };

const Field = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const JsonRecords = z.array(
  z.record(
    z.string(),
    z.union([Field, z.null().transform(() => ''), z.array(Field).transform((all) => all.join('|'))]),
  ),
);
const CsvRecords = z.array(
  z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) }),
);

/** CSV with a line of headings (comma, semicolon or tab; UTF-8), or a JSON list of objects. Throws `CodedError` REQUEST_MALFORMED. */
export function readRecords(text: string): readonly SourceRecord[] {
  return /^\s*\[/.test(text) ? fromJson(text) : fromCsv(text);
}

function fromJson(text: string): readonly SourceRecord[] {
  try {
    return JsonRecords.parse(JSON.parse(text)).map((fields, index) => ({ line: index + 1, fields: trimmed(fields) }));
  } catch (error) {
    throw new CodedError('REQUEST_MALFORMED', 'not a JSON list of objects with texts and numbers', { cause: error });
  }
}

function fromCsv(text: string): readonly SourceRecord[] {
  try {
    const found: unknown = parse(text, {
      bom: true,
      columns: (headings: string[]) => headings.map((heading) => heading.trim()),
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
    });
    // `info.lines` is the line on which the record ends: one that goes over several begins where its line breaks are taken off.
    return CsvRecords.parse(found).map(({ record, info }) => ({
      line: info.lines - Object.values(record).join('').split('\n').length + 1,
      fields: trimmed(record),
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodedError('REQUEST_MALFORMED', `the CSV cannot be read: ${reason}`, { cause: error });
  }
}

/** What the line of headings has most of. */
function delimiterOf(text: string): string {
  const [headings = ''] = text.split('\n', 1);
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: headings.split(delimiter).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

function trimmed(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.trim()]));
}
