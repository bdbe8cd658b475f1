import { z } from 'zod';
import { Instant } from '../ids.ts';

/** A draft as its second place keeps it; an empty text: it was ended then. */
export const DraftCopy = z.object({ key: z.string().min(1).max(200), text: z.string().max(200_000), savedAt: Instant });
export type DraftCopy = z.infer<typeof DraftCopy>;

/** As many as are kept a second time: the newest. */
export const mostDraftCopies = 500;
