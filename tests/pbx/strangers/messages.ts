/**
 * What a phone may be sent by a broken or hostile server: the ideas of RFC 4475 (torture test messages), every header with every kind
 * of nonsense, session descriptions that are none, requests with wrong tags, answers to nothing, frames that are no SIP at all.
 */
import { cancelOf, offer, request, response, unique, type Parts, type Stranger, type Victim } from './sip.ts';

/** Runs in a page that takes it for markup, and leaves an element behind. */
export const script = '<img src=x onerror="window.taken=1"><b class=stranger>x</b><script>window.taken=1</script>';

export function strangers(victim: Victim): Stranger[] {
  return [
    ...torture(victim),
    ...headers(victim),
    ...descriptions(victim),
    ...dialogs(victim),
    ...answers(victim),
    ...frames(victim),
  ];
}

/** As a flood: calls without end, none given up. */
export function flood(victim: Victim, count: number): string[] {
  return Array.from({ length: count }, () => request(victim));
}

function invited(victim: Victim, name: string, parts: Parts): Stranger {
  const invite = request(victim, parts);
  return { name, frames: [invite, cancelOf(invite)] };
}

function torture(victim: Victim): Stranger[] {
  const long = 'x'.repeat(2_000);
  const plain = (name: string, parts: Parts): Stranger => ({ name, frames: [request(victim, parts)] });
  return [
    // Valid, if strange (RFC 4475 §3.1.1).
    invited(victim, 'a header folded over lines, with tabs', {
      headers: { From: '"a"\r\n\t<sip:a@b>\r\n ;tag=\r\n\tx' },
    }),
    invited(victim, 'compact names in odd capitals', { headers: { 'cALL-id': unique(), Subject: null, S: 'hm' } }),
    plain('a method of every character that a token may have', {
      method: "!interesting-Method0123456789_*+`.%indeed'~",
    }),
    invited(victim, 'escapes in the addresses', { headers: { From: '<sip:%6c%65a%00@b>;tag=%41' } }),
    invited(victim, 'an escaped null in the name', {
      headers: { From: '"null-\\\u0000-null" <sip:null-%00@b>;tag=1' },
    }),
    plain('a percent sign that escapes nothing', { method: 'RE%47IST%45R' }),
    invited(victim, 'no space between name and address', { headers: { From: 'caller<sip:caller@b>;tag=1' } }),
    invited(victim, 'long values everywhere', {
      headers: { From: `"${long}" <sip:${long}@b>;tag=${long}`, 'Call-ID': long, Subject: long, 'X-Long': long },
    }),
    { name: 'two requests in one frame', frames: [request(victim) + request(victim, { method: 'OPTIONS' })] },
    invited(victim, 'a semicolon in the user part', { headers: { From: '<sip:user;par=u%40example.net@b>;tag=1' } }),
    invited(victim, 'transports that nobody knows', {
      headers: { Via: ['SIP/2.0/UNKNOWN a;branch=z9hG4bK1', 'SIP/2.0/SCTP b'] },
    }),
    invited(victim, 'a body of several parts', {
      headers: { 'Content-Type': 'multipart/mixed;boundary=b' },
      body: '--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--',
    }),
    { name: 'a reason in an unusual alphabet', frames: [response(victim, '200 = 2**3 * 5**2 но сто')] },
    { name: 'no reason at all', frames: [response(victim, '100 ')] },
    // Invalid (§3.1.2).
    invited(victim, 'separators where parameters should be', {
      headers: { Contact: '"Joe" <sip:joe@b>;;;;', Via: 'SIP/2.0/WS a;;,;,,' },
    }),
    invited(victim, 'a Content-Length larger than the message', { headers: { 'Content-Length': '9999' } }),
    invited(victim, 'a negative Content-Length', { headers: { 'Content-Length': '-999' } }),
    invited(victim, 'numbers that no machine word holds', {
      headers: { CSeq: '36893488147419103232 INVITE', 'Max-Forwards': '4294967296', Expires: '10000000000000000000' },
    }),
    {
      name: 'an answer with numbers that no machine word holds',
      frames: [
        response(victim, '503 No', {
          'Retry-After': '949302838503028349304023988',
          CSeq: '9292394834772304023312 OPTIONS',
        }),
      ],
    },
    invited(victim, 'a quote that never ends', { headers: { To: `"Mr. J. User <${victim.contact}>` } }),
    plain('angle brackets around the address of the request', { uri: `<${victim.contact}>` }),
    plain('white space within the address of the request', { uri: `${victim.contact}; lr` }),
    plain('many spaces in the first line', { uri: `  ${victim.contact}  ` }),
    plain('white space at the end of the first line', { version: 'SIP/2.0  ' }),
    plain('escaped headers in the address of the request', { uri: `${victim.contact}?Route=%3Csip:a.example%3E` }),
    invited(victim, 'a date in a zone that is not GMT', { headers: { Date: 'Fri, 01 Jan 2010 16:00:00 EST' } }),
    invited(victim, 'a Contact with an address of the wrong form', {
      headers: { Contact: 'sip:user@example.com?Route=%3Csip:s%3E' },
    }),
    invited(victim, 'a display name with unquoted commas', {
      headers: { To: `Bell, Alexander <${victim.contact}>`, From: 'a,b <sip:a@b>;tag=1' },
    }),
    plain('an unknown version of SIP', { version: 'SIP/7.0' }),
    plain('no version at all', { version: '' }),
    plain('another method in CSeq', { method: 'OPTIONS', headers: { CSeq: '8 INVITE' } }),
    plain('an unknown method, and another one in CSeq', { method: 'NEWMETHOD', headers: { CSeq: '8 INVITE' } }),
    { name: 'a status of five digits', frames: [response(victim, '4294967301 better not break the receiver')] },
    { name: 'a status of zero', frames: [response(victim, '000 Nothing')] },
    // Transactions (§3.2) and what applications must stand (§3.3).
    invited(victim, 'a branch without anything behind its cookie', { headers: { Via: 'SIP/2.0/WS a;branch=z9hG4bK' } }),
    ...['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Contact'].map((name) =>
      invited(victim, `an INVITE without ${name}`, { headers: { [name]: null } }),
    ),
    plain('an unknown scheme in the address of the request', { uri: 'nobodyKnowsThisScheme:totallyopaquecontent' }),
    plain('a known scheme that is not SIP', { uri: 'soap.beep://192.0.2.103:3002' }),
    plain('sips where there is no such thing', { uri: victim.contact.replace(/^sip:/, 'sips:') }),
    invited(victim, 'unknown schemes in the headers', {
      headers: { To: '<isbn:2983792873>', From: '<http://www.example.com>;tag=1', Contact: '<name:John_Smith>' },
    }),
    invited(victim, 'extensions that are required and unknown', {
      headers: { Require: 'nothingSupportsThis, nothingSupportsThisEither' },
    }),
    invited(victim, 'a body of an unknown type', {
      headers: { 'Content-Type': 'application/unknownformat' },
      body: '<audio>\r\n <pcmu port="443"/>\r\n</audio>',
    }),
    plain('an unknown way to authorise', {
      method: 'OPTIONS',
      headers: { Authorization: 'NoOneKnowsThisScheme opaque-data=here' },
    }),
    invited(victim, 'every single-valued header twice', {
      headers: { From: ['<sip:a@b>;tag=1', '<sip:c@d>;tag=2'], 'Call-ID': ['a', 'b'], CSeq: ['1 INVITE', '2 INVITE'] },
    }),
    invited(victim, 'two Content-Lengths', { headers: { 'Content-Length': ['5', '500'] } }),
    {
      name: 'an answer sent from everywhere',
      frames: [response(victim, '200 OK', { Via: 'SIP/2.0/WS 255.255.255.255;branch=z9hG4bK1' })],
    },
    plain('no hop left', { method: 'OPTIONS', headers: { 'Max-Forwards': '0' } }),
    plain('a REGISTER to a phone', { method: 'REGISTER', headers: { Contact: '<sip:+19725552222@gw;unknownparam>' } }),
    invited(victim, 'an INVITE without an offer', { headers: { 'Content-Type': null }, body: '' }),
    invited(victim, 'an INVITE of the year 1999', {
      headers: { From: 'sip:c@b', Via: 'SIP/2.0/UDP a', 'Call-ID': '1', Contact: null },
    }),
    ...['SUBSCRIBE', 'PUBLISH', 'PRACK', 'UPDATE', 'INFO', 'REFER', 'NOTIFY', 'MESSAGE', 'CANCEL', 'ACK', 'BYE'].map(
      (method) =>
        plain(`${method} out of nowhere`, {
          method,
          headers: { 'Content-Type': 'text/html', Event: 'presence', 'Refer-To': '<sip:all@pbx.invalid>' },
          body: script,
        }),
    ),
  ];
}

const nonsense: Readonly<Record<string, string>> = {
  nothing: '',
  markup: `"${script}" <sip:x@b>;tag=1`,
  'markup without quotes': script,
  'two thousand characters': 'A'.repeat(2_000),
  'sixty thousand characters': 'A'.repeat(60_000),
  'control characters': '"\u0001\u0007\u001b[31m\u0000" <sip:\u0000@b>;tag=\u0008',
  'letters that turn the direction around': '"\u202e\u2066evil\u200b\ufeff" <sip:a@b>;tag=1',
  'brackets that never close': '"a <<<<<<<<<<<<<<<< <sip:a@b',
};

function headers(victim: Victim): Stranger[] {
  const names = [
    ...[
      'From',
      'To',
      'Via',
      'Call-ID',
      'CSeq',
      'Contact',
      'Content-Type',
      'Record-Route',
      'P-Asserted-Identity',
      'Privacy',
    ],
    ...[
      'Diversion',
      'History-Info',
      'Alert-Info',
      'Call-Info',
      'X-Queue',
      'X-Customer-Number',
      'Session-Expires',
      'Replaces',
    ],
  ];
  return names.flatMap((header) =>
    Object.entries(nonsense).map(([what, value]) =>
      invited(victim, `${header}: ${what}`, { headers: { [header]: value } }),
    ),
  );
}

function descriptions(victim: Victim): Stranger[] {
  const without = (pattern: RegExp) => offer((lines) => lines.filter((line) => !pattern.test(line)));
  const replaced = (pattern: RegExp, text: string) =>
    offer((lines) => lines.map((line) => line.replace(pattern, text)));
  const bodies: Readonly<Record<string, string>> = {
    'that is markup': script,
    'of one line': 'v=0\r\n',
    'of random letters': 'kq=zzz\r\n=\r\n==\r\nm\r\na\r\n',
    'without a medium': without(/^(m|c|a)=/),
    'without a fingerprint': without(/^a=fingerprint/),
    'without ICE': without(/^a=ice/),
    'with a fingerprint of nothing': replaced(/^a=fingerprint.*/, 'a=fingerprint:sha-256 zz'),
    'with a fingerprint of an unknown kind': replaced(/^a=fingerprint:\S+/, 'a=fingerprint:sha-4096'),
    'without encryption': replaced(/UDP\/TLS\/RTP\/SAVPF/, 'RTP/AVP'),
    'with a port that is none': replaced(/^m=audio 9/, 'm=audio 99999999999'),
    'with a negative port': replaced(/^m=audio 9/, 'm=audio -1'),
    'with port zero': replaced(/^m=audio 9/, 'm=audio 0'),
    'with an unknown codec alone': replaced(/PCMU\/8000/, 'NOISE/1'),
    'with a codec of no rate': replaced(/PCMU\/8000/, 'PCMU/0'),
    'of video alone': replaced(/^m=audio/, 'm=video'),
    'of an unknown medium': replaced(/^m=audio/, 'm=smell'),
    'with a role that both play': replaced(/actpass/, 'passive'),
    'with an unknown role': replaced(/actpass/, 'holdconn2'),
    'bundled with what is not there': offer((lines) => [
      ...lines.slice(0, 4),
      'a=group:BUNDLE 0 1 2 3',
      ...lines.slice(4),
    ]),
    'twice the same medium': offer((lines) => [...lines, ...lines.slice(4)]),
    'of a hundred media': offer((lines) => [...lines, ...Array.from({ length: 99 }, () => lines.slice(4)).flat()]),
    'with ten thousand attributes': offer((lines) => [
      ...lines,
      ...Array.from({ length: 3_000 }, (_, at) => `a=x${at}:y`),
    ]),
    'with candidates that are none': offer((lines) => [
      ...lines,
      'a=candidate:',
      'a=candidate:1 1 udp x y z typ q',
      `a=candidate:${'9'.repeat(500)}`,
    ]),
    'with a thousand candidates': offer((lines) => [
      ...lines,
      ...Array.from({ length: 500 }, (_, at) => `a=candidate:${at} 1 udp 1 192.0.2.1 ${at + 1} typ host`),
    ]),
    'with a candidate by name': offer((lines) => [...lines, 'a=candidate:1 1 udp 1 evil.invalid 9 typ host']),
    'with null characters': offer().replaceAll('a=', 'a=\u0000'),
    'with line ends of Unix': offer().replaceAll('\r\n', '\n'),
    'with a direction of its own': replaced(/sendrecv/, 'sendnothing'),
    'for hold at once': replaced(/sendrecv/, 'inactive'),
    'with an address that is none': replaced(/^c=.*/, 'c=IN IP4 999.999.999.999'),
    'with an address of another family': replaced(/^c=.*/, 'c=IN IP9 ::::::'),
  };
  return Object.entries(bodies).map(([what, body]) => invited(victim, `a session description ${what}`, { body }));
}

function dialogs(victim: Victim): Stranger[] {
  const { callId, localTag, remoteTag, contact } = victim;
  const within = (name: string, method: string, more: Parts = {}): Stranger => ({
    name,
    frames: [
      request(victim, {
        method,
        ...more,
        headers: {
          'Call-ID': callId,
          From: `<sip:stranger@pbx.invalid>;tag=${remoteTag}`,
          To: `<${contact}>;tag=${localTag}`,
          CSeq: `99 ${method}`,
          ...more.headers,
        },
      }),
    ],
  });
  const wrong = (name: string, headersOf: Readonly<Record<string, string>>): Stranger[] =>
    ['BYE', 'INVITE', 'UPDATE', 'INFO', 'REFER', 'NOTIFY', 'CANCEL', 'ACK'].map((method) =>
      within(`${method} for the call that is up, ${name}`, method, { headers: headersOf }),
    );
  return [
    ...wrong('from another tag', { From: '<sip:stranger@pbx.invalid>;tag=other' }),
    ...wrong('to another tag', { To: `<${contact}>;tag=other` }),
    ...wrong('with both tags the wrong way round and turned', {
      From: `<sip:stranger@pbx.invalid>;tag=${localTag}x`,
      To: `<${contact}>;tag=${remoteTag}x`,
    }),
    ...wrong('of another Call-ID', { 'Call-ID': `${callId}x` }),
    // The right tags, but an old number: what was sent before, once more (RFC 3261 §12.2.2).
    within('BYE for the call that is up, with a number of before', 'BYE', { headers: { CSeq: '0 BYE' } }),
    within('INFO for the call that is up, with an unknown package', 'INFO', {
      headers: { 'Content-Type': 'text/html', CSeq: '70000 INFO' },
      body: script,
    }),
    within('NOTIFY for the call that is up, without an event', 'NOTIFY', { headers: { CSeq: '70001 NOTIFY' } }),
    within('NOTIFY of a transfer that nobody asked for', 'NOTIFY', {
      headers: {
        CSeq: '70002 NOTIFY',
        Event: 'refer',
        'Subscription-State': 'active',
        'Content-Type': 'message/sipfrag',
      },
      body: 'SIP/2.0 200 OK',
    }),
    within('REFER to be sent elsewhere', 'REFER', {
      headers: { CSeq: '70003 REFER', 'Refer-To': '<sip:premium@pbx.invalid>' },
    }),
    within('MESSAGE within the call', 'MESSAGE', {
      headers: { CSeq: '70004 MESSAGE', 'Content-Type': 'text/html' },
      body: script,
    }),
    invited(victim, 'an INVITE that would replace a call that is not there', {
      headers: { Replaces: `nobody;to-tag=1;from-tag=2` },
    }),
  ];
}

function answers(victim: Victim): Stranger[] {
  const { callId } = victim;
  return [
    ...[
      '100 Trying',
      '180 Ringing',
      '200 OK',
      '302 Moved',
      '401 Unauthorized',
      '486 Busy',
      '503 Gone',
      '699 Odd',
    ].flatMap((status) =>
      ['INVITE', 'REGISTER', 'OPTIONS'].map((method) => ({
        name: `${status} to an ${method} that was never sent`,
        frames: [
          response(victim, status, {
            CSeq: `7 ${method}`,
            Contact: '<sip:elsewhere@pbx.invalid>',
            'WWW-Authenticate': 'Digest realm="pbx", nonce="1"',
          }),
        ],
      })),
    ),
    {
      name: '200 OK for the call that is up, with another tag',
      frames: [response(victim, '200 OK', { 'Call-ID': callId, To: '<sip:fork@pbx.invalid>;tag=fork' })],
    },
    {
      name: 'an answer with two Vias',
      frames: [response(victim, '200 OK', { Via: 'SIP/2.0/WS a.invalid;branch=z9hG4bK1, SIP/2.0/WS b' })],
    },
    {
      name: 'an answer that names its own prototype',
      frames: [response(victim, '200 OK', { ['__proto__']: '2', constructor: '3', toString: '4' })],
    },
  ];
}

function frames(victim: Victim): Stranger[] {
  const bytes = Buffer.from(Array.from({ length: 2_048 }, (_, at) => (at * 73 + 41) % 256));
  const text: Readonly<Record<string, string | Buffer>> = {
    nothing: '',
    'a keep-alive': '\r\n\r\n',
    'line ends without end': '\r\n'.repeat(10_000),
    markup: `<html>${script}</html>`,
    JSON: '{"method":"INVITE"}',
    HTTP: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n',
    'bytes of no alphabet': bytes,
    'a request with bytes of no alphabet in it': Buffer.concat([Buffer.from(request(victim).slice(0, 300)), bytes]),
    'a request as bytes': Buffer.from(request(victim, { method: 'OPTIONS' })),
    'half a request': request(victim).slice(0, 200),
    'a request without an end': request(victim).replaceAll('\r\n\r\n', '\r\n'),
    'a first line alone': `INVITE ${victim.contact} SIP/2.0`,
    'a header without a colon': request(victim, { method: 'OPTIONS' }).replace('Max-Forwards: 70', 'Max-Forwards 70'),
    'a header without a name': request(victim, { method: 'OPTIONS' }).replace('Max-Forwards', ''),
    'a header that every object has': request(victim, {
      method: 'OPTIONS',
      headers: { ['__proto__']: 'x', hasOwnProperty: 'y' },
    }),
    'ten thousand headers': request(victim, { headers: { 'X-Many': Array.from({ length: 4_000 }, () => 'y') } }),
    'two million characters': request(victim, { headers: { 'X-Huge': 'y'.repeat(2_000_000) } }),
    'a number that never ends': request(victim, { headers: { CSeq: `${'9'.repeat(20_000)} INVITE` } }),
    'parameters without end': request(victim, { headers: { From: `<sip:a@b>${';p=1'.repeat(5_000)};tag=1` } }),
    'quotes without end': request(victim, { headers: { From: `${'"\\'.repeat(8_000)} <sip:a@b>;tag=1` } }),
    'commas without end': request(victim, { headers: { 'P-Asserted-Identity': ','.repeat(20_000) } }),
    'brackets without end': request(victim, { headers: { Diversion: '<'.repeat(20_000) } }),
  };
  return Object.entries(text).map(([what, frame]) => ({
    name: `a frame of ${what}`,
    frames: typeof frame === 'string' && frame.startsWith('INVITE ') ? [frame, cancelOf(frame)] : [frame],
  }));
}
