/** The same SIP message with addresses for the sound behind which there is nobody (RFC 5737); one without addresses is as it was. */
export function withoutWay(text: string): string {
  const [head = '', body = ''] = text.split(/\r\n\r\n([\s\S]*)/);
  if (!body.includes('a=candidate:')) return text;
  const changed = body.replace(/^(a=candidate:\S+ \d+ \S+ \d+ )\S+/gm, '$1192.0.2.1');
  return `${head.replace(/^(Content-Length: *)\d+/im, `$1${Buffer.byteLength(changed)}`)}\r\n\r\n${changed}`;
}
