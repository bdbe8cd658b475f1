import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recogniseCaller, type Contact } from '../../../domain/contact/contact.ts';
import { formatNumber, readCallerNumber, toE164 } from '../../../domain/phone-number/phone-number.ts';
import { organisationScope } from '../../../domain/row.ts';

function contact(name: string, ...numbers: string[]): Contact {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    scope: organisationScope,
    name,
    organisation: null,
    town: null,
    email: null,
    numbers,
    customerNumber: null,
    equipment: [],
    note: null,
  };
}

describe('a number in any notation', () => {
  test.each([
    '02 61 91 00 12',
    '0261910012',
    '02.61.91.00.12',
    '02-61-91-00-12',
    '+33261910012',
    '+33 2 61 91 00 12',
    '+33 (0)2 61 91 00 12',
    '0033261910012',
    '00 33 2 61 91 00 12',
    '33261910012',
    'tel:+33-2-61-91-00-12',
    'callto:+33261910012',
    'sip:0261910012@pbx.example',
    'sip:+33261910012@pbx.example;user=phone',
    'sips:%2B33261910012@pbx.example',
  ])('%s is read as +33261910012', (written) => {
    expect(toE164(written)).toBe('+33261910012');
  });

  test.each(['anonymous', 'Anonymous', 'Restricted', 'sip:anonymous@anonymous.invalid', '', null, undefined])(
    '%s is a withheld number',
    (written) => {
      expect(readCallerNumber(written)).toEqual({ kind: 'withheld' });
    },
  );

  test.each(['201', '*45', '600', '#1'])('%s is an internal number', (written) => {
    expect(readCallerNumber(written)).toEqual({ kind: 'internal', extension: written });
  });

  test('a foreign number keeps its country', () => {
    expect(toE164('+44 20 7946 0958')).toBe('+442079460958');
    expect(toE164('020 7946 0958', 'GB')).toBe('+442079460958');
  });

  test('is shown as people read it: national at home, international elsewhere', () => {
    expect(formatNumber('+33261910012')).toBe('02 61 91 00 12');
    expect(formatNumber('+442079460958')).toBe('+44 20 7946 0958');
  });

  test('whatever a stranger sends is read without a crash, and its shape is bounded', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 })), (raw) => {
        const read = readCallerNumber(raw);
        if (read.kind === 'public') expect(read.e164).toMatch(/^\+[1-9]\d{3,14}$/);
        if (read.kind === 'unreadable') expect(read.raw.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

describe('who is calling', () => {
  const roussel = contact('Annick Roussel', '+33261910012');
  const family = [contact('Jean Le Goff', '+33261910030'), contact('Nolwenn Le Goff', '+33261910030')];
  const contactsWith = (e164: string) => [roussel, ...family].filter(({ numbers }) => numbers.includes(e164));

  test('one contact with the number is known', () => {
    expect(recogniseCaller(readCallerNumber('0261910012'), contactsWith)).toEqual({ kind: 'known', contact: roussel });
  });
  test('several contacts with one number are all proposed', () => {
    expect(recogniseCaller(readCallerNumber('02 61 91 00 30'), contactsWith)).toEqual({
      kind: 'several',
      contacts: family,
    });
  });
  test('a number that nobody has is an unknown caller', () => {
    expect(recogniseCaller(readCallerNumber('02 61 91 00 99'), contactsWith)).toEqual({ kind: 'unknown' });
  });
  test('a withheld number is not an unknown one', () => {
    expect(recogniseCaller(readCallerNumber('anonymous'), contactsWith)).toEqual({ kind: 'withheld' });
  });
  test('a colleague calls from an extension', () => {
    expect(recogniseCaller(readCallerNumber('202'), contactsWith)).toEqual({ kind: 'internal', extension: '202' });
  });
});
