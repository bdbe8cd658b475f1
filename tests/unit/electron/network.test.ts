import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { certificateProblem } from '../../../electron/network/certificate.ts';
import { watchNetwork } from '../../../electron/network/network-watch.ts';

function address(text: string, internal = false): NetworkInterfaceInfo {
  return { address: text, internal, family: 'IPv4', netmask: '', mac: '', cidr: null };
}

describe('the network', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is said to have changed when the machine has other addresses, and only then', () => {
    let now: Record<string, NetworkInterfaceInfo[]> = { lo: [address('127.0.0.1', true)], eth0: [address('10.0.0.2')] };
    const onChange = vi.fn();
    const end = watchNetwork(() => now, onChange);
    vi.advanceTimersByTime(10_000);
    now = { eth0: [address('10.0.0.2')], lo: [address('127.0.0.2', true)] };
    vi.advanceTimersByTime(10_000);
    expect(onChange).not.toHaveBeenCalled();
    // The cable is out; the Wi-Fi was there all the time.
    now = { wlan0: [address('192.168.1.7')] };
    vi.advanceTimersByTime(10_000);
    expect(onChange).toHaveBeenCalledExactlyOnceWith(true);
    // The cable is back besides.
    now = { ...now, eth0: [address('10.0.0.2')] };
    vi.advanceTimersByTime(10_000);
    expect(onChange).toHaveBeenLastCalledWith(false);
    end();
    now = {};
    vi.advanceTimersByTime(10_000);
    expect(onChange).toHaveBeenCalledTimes(2);
  });
});

describe('a certificate', () => {
  it.each([
    ['net::ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_AUTHORITY_INVALID'],
    ['net::ERR_CERT_DATE_INVALID', 'ERR_CERT_DATE_INVALID'],
    ['net::ERR_CONNECTION_REFUSED', null],
    ['net::ERR_SSL_PROTOCOL_ERROR', null],
  ])('%s', async (message, problem) => {
    const fetch = vi.fn(() => Promise.reject(new Error(message)));
    expect(await certificateProblem({ fetch }, 'wss://pbx.example:8089/ws')).toBe(problem);
    expect(fetch).toHaveBeenCalledWith('https://pbx.example:8089/ws', expect.objectContaining({ method: 'HEAD' }));
  });

  it('that is taken is no problem, whatever the server answers', async () => {
    const fetch = () => Promise.resolve(new Response(null, { status: 426 }));
    expect(await certificateProblem({ fetch }, 'wss://pbx.example/ws')).toBeNull();
  });
});
