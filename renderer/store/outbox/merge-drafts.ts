import type { DraftCopy } from '../../../domain/wire/draft-copy.ts';

/** Ends of drafts that are older are not remembered, in milliseconds: both places have known them for long. */
const rememberedMillis = 7 * 24 * 3_600_000;

export type MergedDrafts = {
  /** To be written to the database. */
  readonly restored: readonly DraftCopy[];
  /** Keys to be deleted there. */
  readonly forgotten: readonly string[];
};

/**
 * What the database has to take over from the drafts' second place. The later word on a draft counts, and an end is a word too: what
 * was sent does not come back.
 */
export function mergeDrafts(here: readonly DraftCopy[], there: readonly DraftCopy[], now: number): MergedDrafts {
  const known = new Map(here.map((draft) => [draft.key, draft]));
  const latest = new Map<string, DraftCopy>();
  for (const draft of there) {
    const last = (latest.get(draft.key) ?? known.get(draft.key))?.savedAt ?? '';
    if (last < draft.savedAt) latest.set(draft.key, draft);
  }
  const restored = [...latest.values()];
  const taken = new Set(restored.map(({ key }) => key));
  const forgotten = here.filter(
    ({ key, text, savedAt }) => text === '' && !taken.has(key) && now - Date.parse(savedAt) > rememberedMillis,
  );
  return { restored, forgotten: forgotten.map(({ key }) => key) };
}
