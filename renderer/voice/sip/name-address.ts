/** One `name-addr` or `addr-spec` of a SIP header (RFC 3261 §20.10, §25.1), as far as a phone needs it. */
export type NameAddress = {
  /** Display name without its quotes; empty when there is none. */
  readonly displayName: string;
  /** `sip:201@pbx.example;transport=ws` */
  readonly uri: string;
  /** Header parameters, names in lower case, values without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
};

/** Splits a header value at its commas, but not inside quotes or angle brackets. */
export function splitHeader(value: string, separator: ',' | ';' = ','): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let bracketed = false;
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    if (quoted && character === '\\') {
      part += character + value.charAt(index + 1);
      index += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '<') bracketed = true;
    else if (!quoted && character === '>') bracketed = false;
    if (character === separator && !quoted && !bracketed) {
      parts.push(part.trim());
      part = '';
    } else {
      part += character;
    }
  }
  parts.push(part.trim());
  return parts.filter((each) => each !== '');
}

/** Undefined when there is no address in it. */
export function parseNameAddress(value: string): NameAddress | undefined {
  const text = value.trim().slice(0, 2_048);
  const bracketed = /^((?:"(?:[^"\\]|\\.)*"|[^"<])*)<([^>]*)>(.*)$/s.exec(text);
  if (bracketed !== null) {
    const [, name = '', uri = '', rest = ''] = bracketed;
    return { displayName: unquote(name.trim()), uri: uri.trim(), parameters: parseParameters(rest) };
  }
  const [uri = '', ...rest] = splitHeader(text, ';');
  if (!/^[a-z][a-z0-9+.-]*:/i.test(uri)) return undefined;
  return { displayName: '', uri, parameters: parseParameters(rest.join(';')) };
}

/** The user part of a `sip:` or `tel:` address, percent-decoded, without its own parameters. Undefined when there is none. */
export function userOf(uri: string): string | undefined {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(uri.trim()) ?? [];
  const beforeHost =
    scheme.toLowerCase() === 'tel' ? rest : rest.includes('@') ? rest.slice(0, rest.lastIndexOf('@')) : '';
  const user = beforeHost.split(/[;:?]/, 1)[0] ?? '';
  if (user === '') return undefined;
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

function parseParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const parameter of splitHeader(text, ';')) {
    const equals = parameter.indexOf('=');
    const name = (equals < 0 ? parameter : parameter.slice(0, equals)).trim().toLowerCase();
    if (name !== '') parameters.set(name, equals < 0 ? '' : unquote(parameter.slice(equals + 1).trim()));
  }
  return parameters;
}

function unquote(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}
