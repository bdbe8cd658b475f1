import { CodedError } from '../errors.ts';
import { isChange, isOfKnownTable, LinedPullReply, TakenPullReply, type Change, type PullReply } from './sync.ts';

/** Newline-delimited JSON. */
export const linesType = 'application/x-ndjson';

/** A page of the server's rows as it was taken from the wire. Going through `changes` of one in lines throws SERVER_REPLY_MALFORMED where they are none. */
export type PulledPage = Omit<PullReply, 'changes'> & {
  readonly changes: Iterable<Change> & { readonly length: number };
};

/**
 * Reads a pull reply in either form: one JSON object, or lines of JSON, of which each but the last is an array of changes, and the last says everything else,
 * how many changes there are, and how long each line before it is. Who takes one in lines parses a line when the rows of the one before are on their way
 * already, and never has all of them as objects.
 * @throws {CodedError} SERVER_REPLY_MALFORMED
 */
export function readPullReply(contentType: string | null, body: Uint8Array): PulledPage {
  if (contentType?.startsWith(linesType) !== true) return checked(TakenPullReply.safeParse(parsed(body)));
  const end = body.lastIndexOf(lineFeed) + 1;
  const { count, lines, ...rest } = checked(LinedPullReply.safeParse(parsed(body.subarray(end))));
  let at = 0;
  const changes = lines.map((length) => body.subarray(at, (at += length)));
  if (at !== end) throw malformed(`${at} bytes of ${end}`);
  return { ...rest, changes: new ChangesInLines(changes, count) };
}

class ChangesInLines implements Iterable<Change> {
  readonly #lines: readonly Uint8Array[];
  /** As the server says, of whichever tables. */
  readonly length: number;

  constructor(lines: readonly Uint8Array[], length: number) {
    this.#lines = lines;
    this.length = length;
  }

  *[Symbol.iterator](): Generator<Change> {
    let seen = 0;
    for (const line of this.#lines) {
      const changes = parsed(line);
      if (!Array.isArray(changes)) throw malformed('no list of changes');
      seen += changes.length;
      for (const change of changes as unknown[]) {
        if (isChange(change)) yield change;
        else if (isOfKnownTable(change)) throw malformed('no change');
      }
    }
    if (seen !== this.length) throw malformed(`${seen} changes of ${this.length}`);
  }
}

const lineFeed = 10;
const decoder = new TextDecoder();

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch {
    throw malformed('no JSON');
  }
}

function checked<T>(
  result: { success: true; data: T } | { success: false; error: { issues: { message: string }[] } },
): T {
  if (!result.success) throw malformed(result.error.issues[0]?.message);
  return result.data;
}

function malformed(detail: string | undefined): CodedError {
  return new CodedError('SERVER_REPLY_MALFORMED', detail);
}
