import { z } from 'zod';
import { rowFields } from '../row.ts';

/** What is typed after a semicolon to have the text: `;bonjour`. */
export const Abbreviation = z.string().regex(/^[\p{L}\p{N}_-]{1,24}$/u);

/** What may stand in a text for the case at hand, in braces. */
export const placeholders = ['client', 'ticket', 'agent'] as const;
export type Placeholder = (typeof placeholders)[number];

/** Words that are written again and again. `scope`: the team that shares them, or the agent whose own they are. */
export const CannedText = z.looseObject({
  ...rowFields,
  title: z.string().min(1).max(80),
  text: z.string().min(1).max(10_000),
  abbreviation: Abbreviation.nullable(),
  removed: z.boolean(),
});
export type CannedText = z.infer<typeof CannedText>;
