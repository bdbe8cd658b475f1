import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialledBy, dialLinkIn } from '../../../electron/links/dial-link.ts';

describe('a link that asks for a call', () => {
  test.each([
    ['tel:+33298001234', '+33298001234'],
    ['tel:+33-2-98-00-12-34', '+33298001234'],
    ['tel:02%2098%2000%2012%2034', '0298001234'],
    ['TEL:0298001234;ext=12', '0298001234'],
    ['tel://0298001234', '0298001234'],
    ['callto:+33 2 98 00 12 34', '+33298001234'],
    ['sip:201', '201'],
    ['sip:201@pbx.example', '201@pbx.example'],
    ['sips:alice@pbx.example:5061;transport=tcp?subject=x', 'alice@pbx.example:5061'],
    ['tel:*21#', '*21#'],
  ])('%s dials %s', (link, target) => {
    expect(dialledBy(link)).toBe(target);
  });

  test.each([
    'tel:',
    'tel:javascript:alert(1)',
    'tel:<b>1</b>',
    'http://example.com/',
    'javascript:alert(1)',
    'callto:someone@example.com',
    'sip:a b@c',
    'sip:x@y\r\nInvite: z',
    'tel:%E0%A4%A',
    `tel:${'1'.repeat(65)}`,
    `sip:${'a'.repeat(300)}@b.example`,
    '--no-sandbox',
    '/opt/Casque',
    '',
  ])('%s dials nothing', (link) => {
    expect(dialledBy(link)).toBeUndefined();
  });

  test('is found among the arguments of a second start', () => {
    expect(dialLinkIn(['/opt/casque', '--practice', 'tel:+33298001234', 'tel:112'])).toBe('+33298001234');
    expect(dialLinkIn(['/opt/casque', '--practice'])).toBeUndefined();
  });

  test('hands on nothing but what can be dialled, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('tel:', 'sip:', 'callto:', 'sips://'), (text, scheme) => {
        const target = dialledBy(scheme + text);
        if (target !== undefined) expect(target).toMatch(/^([+\d*#]+|[\w.!~*'()&=+$,-]+@[\w.-]+(:\d+)?)$/);
      }),
    );
  });
});
