import type { TextView } from '../contract.ts';
import { teamName, type View } from './view.ts';

/** Their own before those of a team of the same title. */
export function textViews(view: View): TextView[] {
  const { rows } = view.rows.indexes.texts;
  const { agentId } = view.actor;
  return [...rows.values()]
    .filter(({ removed }) => !removed)
    .map((text) => ({
      text,
      own: text.scope === agentId,
      teamName: text.scope === agentId ? '' : teamName(view, text.scope),
      delivery: view.rows.delivery('texts', text.id),
    }))
    .sort(
      (a, b) =>
        a.text.title.localeCompare(b.text.title, 'fr') ||
        Number(b.own) - Number(a.own) ||
        (a.text.id < b.text.id ? -1 : 1),
    );
}
