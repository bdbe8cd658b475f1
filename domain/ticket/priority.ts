import { z } from 'zod';

/** 1 is the strongest (whole organisation, work stopped), 5 the weakest. */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export type Level = z.infer<typeof Level>;

/** `major` stands above the matrix: a major incident, declared by a person. */
export type Priority = 'major' | Level;

/** ITIL impact × urgency, 5 × 5: rows are impact 1..5, columns urgency 1..5. */
const matrix: readonly (readonly Level[])[] = [
  [1, 1, 2, 2, 3],
  [1, 2, 2, 3, 3],
  [2, 2, 3, 3, 4],
  [2, 3, 3, 4, 5],
  [3, 3, 4, 5, 5],
];

export function priorityOf(impact: Level, urgency: Level, major: boolean): Priority {
  if (major) return 'major';
  return matrix[impact - 1]?.[urgency - 1] ?? 3;
}

/** 0 for major, then 1 to 5: sorts the most urgent first. */
export function priorityRank(priority: Priority): number {
  return priority === 'major' ? 0 : priority;
}
