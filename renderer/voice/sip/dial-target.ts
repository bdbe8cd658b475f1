/**
 * What a person types or clicks, as the user part that is dialled: digits, a leading `+`, `*` and `#`. Separators that people
 * write are dropped. Undefined when something else is in it: half a number must never be dialled.
 */
export function readDialTarget(raw: string): string | undefined {
  const text = raw
    .trim()
    .replace(/^(tel|sips?|callto):(\/\/)?/i, '')
    .split(/[@;?]/, 1)[0];
  const dialled = decode(text ?? '')
    .replace('(0)', '')
    .replace(/[\s.\-/()\u00a0\u202f]/g, '');
  return /^\+?[0-9*#]{1,32}$/.test(dialled) && /\d|[*#]/.test(dialled) ? dialled : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
