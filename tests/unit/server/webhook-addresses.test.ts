import { describe, expect, it } from 'vitest';
import { isIn, isPublic, listOf } from '../../../server/webhooks/addresses.ts';
import { signed } from '../../../server/webhooks/sender.ts';

describe('an address that a webhook may have', () => {
  it.each(['9.9.9.9', '172.15.0.1', '172.32.0.1', '192.167.1.1', '100.128.0.1', '2620:fe::fe', '2a01:cb00::1'])(
    'is public: %s',
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each(
    [
      ['127.0.0.1', '127.255.0.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1'],
      ['169.254.169.254', '198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1'],
      [
        '::',
        '::1',
        'fe80::1',
        'fd00::1',
        'ff02::1',
        '2001:db8::1',
        '::ffff:127.0.0.1',
        '::ffff:9.9.9.9',
        '64:ff9b::a00:1',
      ],
      ['2002:7f00:1::', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
      // What is no address at all: a name is looked up first.
      ['localhost', '', '127.1', '0x7f000001', '2130706433'],
    ].flat(),
  )('is not: %s', (address) => expect(isPublic(address)).toBe(false));

  it('is one that is named in the settings', () => {
    const networks = listOf(['10.1.0.0/16', '192.168.0.7', 'fd00:1::/32', '::1']);
    for (const address of ['10.1.255.1', '192.168.0.7', 'fd00:1::9', '::1']) expect(isIn(networks, address)).toBe(true);
    for (const address of ['10.2.0.1', '192.168.0.8', 'fd00:2::9', '::2']) expect(isIn(networks, address)).toBe(false);
  });
});

it('a message is signed as the specification of Standard Webhooks shows it', () => {
  // The example of its own test vectors.
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
  const headers = signed(message, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', new Date(1614265330_000));
  expect(headers).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});
