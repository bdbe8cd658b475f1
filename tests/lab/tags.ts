/** What it measures is the machine's as much as ours: `npm test` runs nothing beside it. */
export const alone = '@alone';
