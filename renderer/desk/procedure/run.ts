import type { Id } from '../../../domain/ids.ts';
import type { StepMark } from '../../../domain/procedure/progress.ts';
import type { TicketView } from '../../store/contract.ts';

/** A procedure that is followed on a ticket, as its timeline tells it. */
export type Run = {
  readonly versionId: Id;
  readonly title: string;
  readonly marks: readonly StepMark[];
};

/** The procedure that was begun last, with what was said of its steps since; null: none was. */
export function runOf({ timeline }: Pick<TicketView, 'timeline'>): Run | null {
  let run: (Run & { readonly marks: StepMark[] }) | null = null;
  for (const item of timeline) {
    if (item.kind !== 'entry') continue;
    const { entry } = item;
    if (entry.kind === 'procedure') run = { versionId: entry.versionId, title: entry.title, marks: [] };
    // A step that a colleague answered before they saw that another one was begun belongs to that other one no more.
    else if (entry.kind === 'step' && run !== null && entry.versionId === run.versionId) run.marks.push(entry);
  }
  return run;
}
