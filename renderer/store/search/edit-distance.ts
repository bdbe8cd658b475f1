/** Typing errors that are forgiven in a word: none in short ones, where everything is near everything. */
export function forgiven(word: string): number {
  // In a number a digit more or less is another number.
  if (word.length < 4 || /\d/.test(word)) return 0;
  return word.length < 9 ? 1 : 2;
}

/**
 * One more row of the table of distances (optimal string alignment: a letter missing, added, wrong, or two in the wrong order
 * count one). `row[i]` becomes the distance of the first `i` letters of `word` from the text that now ends with `letter`; `last` and
 * `beforeLast` are the rows of the two texts that are shorter by one and by two letters. Returns the least of the row.
 */
export function nextRow(
  word: string,
  letter: number,
  previousLetter: number,
  row: Uint8Array,
  last: Uint8Array,
  beforeLast: Uint8Array | undefined,
): number {
  let least = (row[0] = (last[0] ?? 0) + 1);
  for (let i = 1; i <= word.length; i++) {
    const own = word.charCodeAt(i - 1);
    let value = Math.min((row[i - 1] ?? 0) + 1, (last[i] ?? 0) + 1, (last[i - 1] ?? 0) + (own === letter ? 0 : 1));
    if (beforeLast !== undefined && i > 1 && own === previousLetter && word.charCodeAt(i - 2) === letter) {
      value = Math.min(value, (beforeLast[i - 2] ?? 0) + 1);
    }
    row[i] = value;
    if (value < least) least = value;
  }
  return least;
}

/** 0, 1, 2 ... for the empty text. */
export function firstRow(word: string): Uint8Array {
  return Uint8Array.from({ length: word.length + 1 }, (_, i) => i);
}

/** Whether `text`, or with `asPrefix` the beginning of it, is at most so many errors away from `word`. */
export function isNear(word: string, text: string, most: number, asPrefix: boolean): boolean {
  const rows = [firstRow(word)];
  for (let depth = 1; depth <= text.length; depth++) {
    const row = new Uint8Array(word.length + 1);
    const [last, beforeLast] = [rows[depth - 1] ?? row, rows[depth - 2]];
    const least = nextRow(word, text.charCodeAt(depth - 1), text.charCodeAt(depth - 2), row, last, beforeLast);
    if (asPrefix && (row[word.length] ?? 255) <= most) return true;
    if (least > most) return false;
    rows.push(row);
  }
  return (rows[text.length]?.[word.length] ?? 255) <= most;
}
