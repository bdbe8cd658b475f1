import { z } from 'zod';

/** Stands for a reason or a wrap-up code in rows and at the PBX; it stays when the words change. */
const Key = z.string().regex(/^[\w-]{1,40}$/);

/** Words of the organisation: the same in every language, or one for each. */
export const OwnWords = z.union([
  z.string().min(1).max(60),
  z.object({ fr: z.string().min(1).max(60), en: z.string().min(1).max(60) }),
]);
export type OwnWords = z.infer<typeof OwnWords>;

/** Digits that a feature code takes for a reason. */
const ReasonDigits = z.string().regex(/^[\w*#]{0,16}$/);

export const PauseReason = z.object({
  id: Key,
  label: OwnWords,
  /** Stands in the place of `{reason}` in the code that pauses. */
  code: ReasonDigits.default(''),
});
export type PauseReason = z.infer<typeof PauseReason>;

export const WrapUpCode = z.object({ id: Key, label: OwnWords });
export type WrapUpCode = z.infer<typeof WrapUpCode>;

/** How a team works between calls; everything has a default. */
export const TeamWork = z.object({
  pauseReasons: z.array(PauseReason).max(20).default([]),
  /** Of the short pause after a hard call, in minutes. */
  shortPause: z.int().min(1).max(60).default(5),
  /** For the PBX, while an agent does not want to be disturbed. */
  doNotDisturbCode: ReasonDigits.default(''),
  wrapUp: z
    .object({
      /** After each call; 0: none. */
      seconds: z.int().min(0).max(1800).default(0),
      /** What one press adds, in seconds. */
      extension: z.int().min(5).max(600).default(30),
      /** For the PBX, in the place of `{reason}`. */
      code: ReasonDigits.default(''),
      codes: z.array(WrapUpCode).max(40).default([]),
    })
    .prefault({}),
});
export type TeamWork = z.infer<typeof TeamWork>;

/** The rules of an agent: those of the first of their teams that has some. */
export function workOf(
  teamIds: readonly string[],
  teams: readonly { readonly id: string; readonly work?: TeamWork | undefined }[],
): TeamWork {
  for (const id of teamIds) {
    const work = teams.find((team) => team.id === id)?.work;
    if (work !== undefined) return work;
  }
  return TeamWork.parse({});
}
