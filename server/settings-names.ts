/**
 * Names in the environment that look like a setting of ours with a slip of the hand: without this a wrong name would be passed over, and the
 * default be used in silence. Names that are far from all of ours are somebody else's.
 */
export function likelyMistakes(names: readonly string[], known: readonly string[]): string[] {
  return names
    .filter((name) => name.startsWith('CASQUE_') && !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((candidate) => distance(name, candidate) <= (name.length < 18 ? 1 : 2));
      return meant === undefined ? [] : [`${name} is not known; is ${meant} meant?`];
    });
}

/** Levenshtein's: how many characters must be added, taken away or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, of] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (of === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
