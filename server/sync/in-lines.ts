import type { LinedPullReply, PullReply } from '../../domain/wire/sync.ts';

/** Changes in one line, at most. */
const lineChanges = 250;

/**
 * A pull reply in lines (`domain/wire/pull-lines.ts`).
 * @param changes as JSON text
 */
export function inLines(changes: readonly string[], rest: Omit<PullReply, 'changes'>): Buffer {
  const lines: Buffer[] = [];
  for (let at = 0; at < changes.length; at += lineChanges) {
    lines.push(Buffer.from(`[${changes.slice(at, at + lineChanges).join(',')}]\n`));
  }
  const last: LinedPullReply = { ...rest, count: changes.length, lines: lines.map(({ length }) => length) };
  return Buffer.concat([...lines, Buffer.from(JSON.stringify(last))]);
}
