/**
 * Takes out of a log line what must not be in a file that people send to support: passwords, tokens, digests and the
 * numbers and addresses of customers. What is left shows that something was there: `password=***`, `***34`.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let out = text;
  for (const secret of secrets) if (secret.length > 3) out = out.replaceAll(secret, '***');
  return (
    out
      .replace(/\b(authorization|proxy-authorization|cookie|set-cookie)(\s*[:=]\s*)[^\r\n]*/gi, '$1$2***')
      .replace(
        /("?\b(?:password|passwd|secret|token|credential|nonce|cnonce|response)"?\s*[:=]\s*)("[^"]*"|[^\s,;&}]+)/gi,
        '$1***',
      )
      .replace(/\bBearer\s+\S+/gi, 'Bearer ***')
      .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '***@***')
      // Random tokens: long runs of base64url or hex without the dashes of a UUID.
      .replace(/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{32,}\b/g, '***')
      // Phone numbers in any notation, the last two digits kept; not the digits of a UUID, an instant or an address.
      .replace(/(?<![\w.:-])\+?\d(?:[ .\-()]{0,2}\d){7,14}(?![\w:-])/g, (number) =>
        /^\d{4}-\d{2}-\d{2}$/.test(number) || /^(\d{1,3}\.){3}\d{1,3}$/.test(number)
          ? number
          : `***${number.slice(-2)}`,
      )
  );
}
