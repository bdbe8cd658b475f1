import { useEffect, useRef, useState } from 'react';
import { newId, type Id } from '../../../domain/ids.ts';
import { mostChildrenAtOnce } from '../../../domain/ticket/link.ts';
import type { TicketView } from '../../store/contract.ts';
import { mutate } from '../data/mutate.ts';
import { useDesk } from '../data/services.ts';
import { Field } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import form from '../design/form.module.css';
import { useSay } from '../notices/use-notices.ts';
import { useField } from '../ticket/use-field.ts';
import { useText } from '../words/use-text.ts';

export type SolveChildrenProps = {
  readonly view: TicketView;
  readonly childIds: readonly Id[];
  readonly onClose: () => void;
};

/** One answer for all the tickets of an incident: they are solved with the same note, which is the incident's own last one at first. */
export default function SolveChildren({ view, childIds, onClose }: SolveChildrenProps) {
  const text = useText();
  const say = useSay();
  const { store } = useDesk();
  const { id } = view.ticket;
  // Those that are there when it is asked: a ticket that is attached meanwhile is not solved unseen.
  const [ids] = useState(childIds);
  const key = `solve:${id}`;
  const note = useField(key, lastNote(view));
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  const solve = async (): Promise<void> => {
    if (sending) return;
    setSending(true);
    const kept = await note.draft.flush();
    let result: typeof kept | Awaited<ReturnType<typeof mutate>> = kept;
    for (let at = 0; at < ids.length && result.ok; at += mostChildrenAtOnce) {
      const some = ids.slice(at, at + mostChildrenAtOnce);
      const last = at + mostChildrenAtOnce >= ids.length;
      const args = { id, childIds: some, entryId: newId(), text: note.value.trim() };
      result = await mutate(store, 'ticket.solveChildren@1', args, last ? key : undefined);
    }
    setSending(false);
    if (!result.ok) return say.error(result.code);
    note.draft.forget();
    say.good(text('links.solved', { count: ids.length }));
    onClose();
  };

  return (
    <FormDialog
      title={text('links.solveTitle', { count: ids.length })}
      size="small"
      save={text('links.solveThem', { count: ids.length })}
      ready={!sending}
      onSave={() => void solve()}
      onClose={onClose}
    >
      <Field label={text('links.solveNote')}>
        <textarea
          ref={field}
          value={note.value}
          rows={5}
          maxLength={20_000}
          spellCheck
          onChange={(event) => note.type(event.target.value)}
        />
      </Field>
      <p className={form.hint}>{text('links.solveHint')}</p>
    </FormDialog>
  );
}

function lastNote({ timeline }: TicketView): string {
  for (const item of timeline.toReversed()) {
    if (item.kind === 'entry' && item.entry.kind === 'note') return item.entry.text;
  }
  return '';
}
