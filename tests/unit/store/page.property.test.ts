import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Row } from '../../../domain/tables.ts';
import { packPage, Page } from '../../../renderer/store/rows/pages.ts';

/** Rows of one table rarely have the same fields: some are absent, a newer server adds others, and their order differs. */
const row = fc.dictionary(fc.constantFrom('id', 'scope', 'links', 'é\n', '__proto__', '1'), fc.jsonValue());

it('a page gives every row back with its own fields, in their order', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (parts) => {
      const text = JSON.stringify(parts);
      const page = new Page({ no: 1, ...packPage(JSON.parse(text) as Row[]) });
      expect(page.size).toBe(parts.length);
      expect(JSON.stringify([...page.rows()])).toBe(text);
      expect(page.row(parts.length)).toBeUndefined();
    }),
  );
});

it('pages of the versions before are read: whole rows, as text and as UTF-8', () => {
  const body = ['{"id":"a","subject":"Déjà là"}', '{"id":"b"}'].join('\n');
  for (const record of [{ body }, { body: '', bytes: new TextEncoder().encode(body) }]) {
    const page = new Page({ no: 1, ...record });
    expect([...page.rows()]).toEqual([{ id: 'a', subject: 'Déjà là' }, { id: 'b' }]);
  }
});

it('a page whose values do not go with its fields is damaged', () => {
  const values = (text: string) => ({
    no: 1,
    body: '',
    shapes: [['id', 'scope']],
    values: new TextEncoder().encode(text),
  });
  for (const text of ['["a","s",1]', '["a",0]', '{"id":"a"}', '["a","s"', 'null', '[]']) {
    expect(() => new Page(values(text)).row(0)).toThrow(SyntaxError);
  }
});
