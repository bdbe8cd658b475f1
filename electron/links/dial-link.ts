/** Longest number or address that is handed on, as `desk:dial` takes it. */
const longest = 256;

/**
 * The number or SIP address of a `tel:`, `sip:`, `sips:` or `callto:` link (RFC 3966, RFC 3261 §19.1); undefined for
 * anything else. The link is untrusted: only what can be dialled is left, and the desk asks before it dials.
 */
export function dialledBy(argument: string): string | undefined {
  const match = /^(tel|sips?|callto):(?:\/\/)?(.+)$/is.exec(argument.trim());
  const kind = match?.[1]?.toLowerCase();
  const rest = match?.[2];
  if (kind === undefined || rest === undefined) return undefined;
  // Parameters and headers (`;ext=`, `?subject=`) are not dialled.
  const target = decoded(rest)?.split(/[;?]/, 1)[0]?.trim() ?? '';
  if (target === '' || target.length > longest) return undefined;
  if (/^[+\d*#][\d\s().\-/*#]*$/.test(target)) {
    const digits = target.replace(/[^\d+*#]/g, '');
    return digits.length <= 64 ? digits : undefined;
  }
  const isAddress = /^[\w.!~*'()&=+$,-]{1,64}@[\w.-]+(:\d{1,5})?$/.test(target);
  return kind.startsWith('sip') && isAddress ? target : undefined;
}

/** The first link among a program's arguments. */
export function dialLinkIn(argv: readonly string[]): string | undefined {
  for (const argument of argv) {
    const target = dialledBy(argument);
    if (target !== undefined) return target;
  }
  return undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
