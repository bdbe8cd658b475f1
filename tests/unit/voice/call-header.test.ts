import { describe, expect, it } from 'vitest';
import { CallRules } from '../../../domain/wire/provisioning.ts';
import {
  asksForAutoAnswer,
  readCustomerNumber,
  readDiversion,
  readShownHeaders,
  type Headers,
} from '../../../renderer/voice/sip/call-header.ts';

const headersOf =
  (all: Readonly<Record<string, readonly string[]>>): Headers =>
  (name) =>
    all[name.toLowerCase()] ?? [];

describe('who sent the call on', () => {
  const diversion = (...values: string[]) => readDiversion(headersOf({ diversion: values }));
  const history = (...values: string[]) => readDiversion(headersOf({ 'history-info': values }));

  it('is the latest diversion, the first in the header (RFC 5806)', () => {
    expect(
      diversion(
        '"Accueil" <sip:+33298110000@pbx.example>;reason=no-answer;counter=1, <sip:201@pbx.example>;reason=busy',
      ),
    ).toEqual({ number: '+33298110000', displayName: 'Accueil' });
    expect(diversion('<tel:+33-2-98-11-00-00>;reason=unconditional')).toEqual({
      number: '+33-2-98-11-00-00',
      displayName: null,
    });
  });

  it('is whom the last entry of the history points back to (RFC 7044), or the one before it (RFC 4244)', () => {
    expect(
      history(
        '<sip:bob@example.com>;index=1, <sip:office@192.0.2.3>;index=1.1;rc=1, <sip:201@192.0.2.5>;index=1.2;mp=1',
      ),
    ).toEqual({ number: 'bob', displayName: null });
    expect(history('<sip:201@pbx.example>;index=1', '"Nuit" <sip:205@pbx.example>;index=1.1')).toEqual({
      number: '201',
      displayName: null,
    });
    expect(history('<sip:201@pbx.example>;index=1')).toBeNull();
  });

  it('stays withheld where it asks for it, and nothing is made up from what cannot be read', () => {
    const withheld = { number: null, displayName: null };
    expect(diversion('"Chef" <sip:200@pbx.example>;privacy=full')).toEqual(withheld);
    expect(history('<sip:200@pbx.example?Privacy=history>;index=1, <sip:201@pbx.example>;index=1.1')).toEqual(withheld);
    expect(diversion('nonsense', '')).toBeNull();
    expect(diversion('<sip:anonymous@anonymous.invalid>')).toBeNull();
    expect(readDiversion(headersOf({}))).toBeNull();
  });

  it('cannot dress up', () => {
    expect(diversion('"Ac\u202ecueil\r\n" <sip:200@pbx.example>')?.displayName).toBe('Ac cueil');
    expect(diversion(`"${'x'.repeat(500)}" <sip:${'1'.repeat(500)}@pbx.example>`)).toEqual({
      number: '1'.repeat(64),
      displayName: 'x'.repeat(120),
    });
  });
});

describe('the wish to be answered at once', () => {
  it.each([
    [{ 'alert-info': ['<http://pbx.example/>;info=alert-autoanswer;delay=0'] }, true],
    [{ 'alert-info': ['<http://pbx.example/>; info = "alert-autoanswer"'] }, true],
    [{ 'call-info': ['<sip:pbx.example>;answer-after=0'] }, true],
    [{ 'alert-info': ['Auto Answer'] }, true],
    [{ 'call-info': ['<sip:pbx.example>;answer-after=5'] }, false],
    [{ 'alert-info': ['<http://pbx.example/>;info=alert-internal'] }, false],
    [{}, false],
  ])('%j: %s', (headers, asked) => {
    expect(asksForAutoAnswer(headersOf(headers))).toBe(asked);
  });
});

describe('headers that the administrator names', () => {
  const rules = CallRules.parse({
    headers: {
      customerNumber: 'X-File',
      shown: [
        { name: 'X-Site', label: 'Site' },
        { name: 'X-None', label: 'Rien' },
      ],
    },
  });

  it('are shown under their words as one clean line, and the customer number is told apart', () => {
    const headers = headersOf({ 'x-file': [' BRE-10023 '], 'x-site': ['Brest\u0007', '<b>2</b>'] });
    expect(readShownHeaders(headers, rules)).toEqual([{ label: 'Site', value: 'Brest , <b>2</b>' }]);
    expect(readCustomerNumber(headers, rules)).toBe('BRE-10023');
    expect(readCustomerNumber(headersOf({}), rules)).toBeNull();
  });

  it('must be names of headers', () => {
    for (const name of ['X File', 'X-File:', '', 'X\r\nVia']) {
      expect(CallRules.safeParse({ headers: { customerNumber: name } }).success).toBe(false);
    }
    expect(CallRules.parse({})).toEqual({
      dtmf: 'rtp',
      dtx: true,
      autoAnswer: false,
      voicemail: null,
      messages: null,
      headers: { queue: 'X-Queue', customerNumber: 'X-Customer-Number', shown: [] },
    });
  });
});
