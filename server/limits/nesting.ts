import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../domain/errors.ts';

/** Deeper than any message of ours; JSON.parse takes seconds for millions of brackets in one another. */
const deepest = 64;

const quote = 0x22;
const backslash = 0x5c;
const open = new Set([0x5b, 0x7b]);
const close = new Set([0x5d, 0x7d]);

/** How deep lists and objects of a JSON text lie in one another; stops counting beyond `most`. */
export function nestingOf(json: string, most: number): number {
  let depth = 0;
  let seen = 0;
  for (let index = 0; index < json.length && seen <= most; index += 1) {
    const code = json.charCodeAt(index);
    if (code === quote) index = endOfString(json, index);
    else if (open.has(code)) seen = Math.max(seen, (depth += 1));
    else if (close.has(code)) depth -= 1;
  }
  return seen;
}

function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end === -1 ? json.length : end;
}

function isEscaped(json: string, at: number): boolean {
  let first = at;
  while (json.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

/** JSON bodies are read as Fastify does by itself, but for those that are nested without end. */
export function refuseDeepNesting(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (nestingOf(body, deepest) > deepest) done(new CodedError('REQUEST_MALFORMED', 'nested too deeply'));
    else void parse(request, body, done);
  });
}
