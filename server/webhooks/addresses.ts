import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What is no public address (IANA's registries of special purpose addresses): this machine, its network, and what only looks public. */
const special = listOf(
  ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ['224.0.0.0/4', '240.0.0.0/4'],
  // Teredo, documentation, 6to4: each may carry an IPv4 address of the others.
  ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
);
/** All that is public in IPv6. */
const globalUnicast = listOf(['2000::/3']);

/** @param networks addresses or networks, such as `10.0.0.0/8` */
export function listOf(...networks: readonly (readonly string[])[]): BlockList {
  const list = new BlockList();
  for (const network of networks.flat()) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}

export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

export function isIn(networks: BlockList, address: string): boolean {
  return networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** An address that nothing may be sent to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * Looks names up as Node does by itself, and leaves only the addresses that may be reached. What was checked is what is connected to: a name that
 * answers otherwise the next time gains nothing.
 */
export function checkedLookup(mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const allowed = error === null ? found.filter(({ address }) => mayReach(address)) : [];
      const [first] = allowed;
      if (error !== null) callback(error, '');
      else if (first === undefined)
        callback(new AddressRefused(`${hostname} is at an address that is not allowed`), '');
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
