/**
 * The `limit` rows of the highest key, the highest first: a heap of that size, since sorting all of a hundred thousand takes too long
 * for a key that is typed. `mostOf` tells quickly what a row's key cannot exceed.
 */
export function firstBy(
  rows: readonly number[],
  limit: number,
  keyOf: (row: number) => number,
  mostOf: (row: number) => number = () => Infinity,
): number[] {
  if (limit <= 0) return [];
  const heap: { readonly row: number; readonly key: number }[] = [];
  for (const row of rows) {
    const lowest = heap[0];
    if (lowest !== undefined && heap.length === limit && mostOf(row) <= lowest.key) continue;
    const key = keyOf(row);
    if (heap.length < limit) {
      heap.push({ row, key });
      rise(heap);
    } else if (lowest !== undefined && key > lowest.key) {
      heap[0] = { row, key };
      sink(heap);
    }
  }
  return heap.sort((a, b) => b.key - a.key || a.row - b.row).map(({ row }) => row);
}

type Keyed = { readonly key: number };

function rise<T extends Keyed>(heap: T[]): void {
  for (let at = heap.length - 1; at > 0;) {
    const above = (at - 1) >> 1;
    if (keyAt(heap, above) <= keyAt(heap, at)) return;
    swap(heap, at, above);
    at = above;
  }
}

function sink<T extends Keyed>(heap: T[]): void {
  for (let at = 0; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const least = keyAt(heap, right) < keyAt(heap, left) ? right : left;
    if (keyAt(heap, least) >= keyAt(heap, at)) return;
    swap(heap, at, least);
    at = least;
  }
}

function keyAt(heap: readonly Keyed[], at: number): number {
  return heap[at]?.key ?? Infinity;
}

function swap<T>(heap: T[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return;
  heap[a] = second;
  heap[b] = first;
}
