import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Ticket } from '../../../domain/ticket/ticket.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { usePlace } from '../place/place.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { useText } from '../words/use-text.ts';
import { createDraftKeeper } from './draft.ts';
import styles from './ticket.module.css';
import { useKeptDraft } from './use-kept-draft.ts';

const draftDelay = 150;

type SubjectFieldProps = { readonly ticketId: Id; readonly ticket: Ticket | undefined };

/**
 * The subject, edited where it stands. While it is typed it is a draft; Enter or leaving the field makes it the ticket's. A
 * draft that a crash left behind becomes the subject when the ticket is opened again. Without a ticket yet (`undefined`: it is
 * being written) what is typed waits for it.
 */
export function SubjectField({ ticketId, ticket }: SubjectFieldProps) {
  const text = useText();
  const mutate = useMutate();
  const place = usePlace();
  const { store } = useDesk();
  const key = `subject:${ticketId}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const { text: kept, isSaved } = useKeptDraft(key, place.making === ticketId);
  const [typed, setTyped] = useState<string | null>(kept || null);
  const [known, setKnown] = useState(kept !== undefined);
  const latest = useRef({ typed, ticket, known });
  useLayoutEffect(() => {
    latest.current = { typed, ticket, known };
  });
  const [keeper] = useState(() =>
    createDraftKeeper({
      store,
      key,
      delay: draftDelay,
      kept: kept === undefined ? null : (kept ?? ''),
      onState: () => undefined,
    }),
  );

  const commit = useCallback(async () => {
    const { typed: value, ticket: row, known: whole } = latest.current;
    // Before what was kept has been read, what was typed may be the end of it.
    if (value === null || row === undefined || !whole) return;
    const subject = value.replace(/\s+/g, ' ').trim();
    if (subject !== row.subject) {
      const changes = { subject: { base: row.subject, value: subject } };
      // With it ends the draft: an older one would come back in its place.
      if (!(await mutate('ticket.update@1', { id: row.id, entryId: newId(), changes }, { endsDraft: key }))) return;
    }
    // What was typed meanwhile is a draft of its own.
    if (latest.current.typed !== value) return;
    keeper.type('');
    await keeper.flush();
    // Whoever is in the field again goes on after what they typed, a space at its end too.
    setTyped((now) => (now === value && document.activeElement !== field.current ? null : now));
  }, [mutate, keeper, key]);

  useEffect(() => {
    let current = true;
    const read = (draft: string): void => {
      const text = keeper.begin(draft, latest.current.ticket?.subject);
      const now = text === '' ? latest.current.typed : text;
      if (current) {
        setKnown(true);
        setTyped(now);
      } else {
        latest.current = { ...latest.current, typed: now, known: true };
        void commit();
      }
    };
    // Until this field has seen it on the disk itself, it may be refused there.
    if (!isSaved && kept != null) keeper.type(kept);
    if (kept === undefined) {
      void store.request('draft', { key }).then(
        (draft) => read(draft?.text ?? ''),
        () => read(''),
      );
    }
    return () => {
      current = false;
      void commit();
    };
  }, [store, key, kept, isSaved, commit, keeper]);

  // What was typed before the ticket was there becomes its subject now, unless it is still being typed; that the caret is back after a
  // crash is no typing.
  const there = ticket !== undefined;
  const touched = useRef(false);
  useEffect(() => {
    if (there && (!touched.current || document.activeElement !== field.current)) void commit();
  }, [there, known, commit]);

  const wanted = place.subjectWanted === ticketId;
  const { subjectFocused } = place;
  useEffect(() => {
    if (!wanted) return;
    field.current?.focus();
    subjectFocused();
  }, [wanted, subjectFocused]);

  useKeptField('subject', field, known);

  const shown = typed ?? ticket?.subject ?? '';
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [shown]);

  useAction('ticket.subject', () => {
    field.current?.focus();
    field.current?.select();
  });

  return (
    <textarea
      ref={field}
      className={styles.subject}
      rows={1}
      data-place="subject"
      aria-label={text('ticket.subject')}
      placeholder={text('ticket.subjectHint')}
      value={shown}
      maxLength={200}
      spellCheck
      onChange={(event) => {
        const value = event.target.value.replace(/\n/g, ' ');
        touched.current = true;
        setTyped(value);
        keeper.type(value);
      }}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey) {
          event.preventDefault();
          document.querySelector<HTMLTextAreaElement>('[data-composer] textarea')?.focus();
        } else if (event.key === 'Escape') field.current?.blur();
      }}
    />
  );
}
