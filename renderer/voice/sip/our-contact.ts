import { parseNameAddress, splitHeader, userOf } from './name-address.ts';

/** How the PBX can name us in its answer to a REGISTER. */
export type OurBinding = {
  /** User part of our Contact, unique to this installation. */
  readonly user: string;
  readonly instanceId: string;
};

/**
 * Seconds for which the PBX keeps our binding, from the Contact headers of its 2xx (RFC 3261 §10.3 step 8: it lists all
 * bindings of the line). Null when ours is not among them, or already over. A PBX may rewrite host and parameters (NAT), or drop the
 * instance (RFC 5626), so the user part counts too.
 */
export function ourExpires(
  contactHeaders: readonly string[],
  expiresHeader: string | undefined,
  asked: number,
  us: OurBinding,
): number | null {
  for (const value of contactHeaders.flatMap((header) => splitHeader(header))) {
    const contact = parseNameAddress(value);
    if (contact === undefined) continue;
    const instance = contact.parameters.get('+sip.instance')?.replace(/^<urn:uuid:|>$/gi, '');
    if (instance?.toLowerCase() !== us.instanceId.toLowerCase() && userOf(contact.uri) !== us.user) continue;
    const seconds = Number(contact.parameters.get('expires') ?? expiresHeader ?? asked);
    if (Number.isFinite(seconds) && seconds > 0) return seconds;
  }
  return null;
}
