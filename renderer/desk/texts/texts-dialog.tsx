import { Pencil, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { CannedText } from '../../../domain/text/canned-text.ts';
import type { TextView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useListbox } from '../design/use-listbox.ts';
import type { TypingAhead } from '../palette/typing-ahead.ts';
import { matchesWords } from '../words/fold.ts';
import { useText } from '../words/use-text.ts';
import { fillIn, type CaseWords } from './fill-in.ts';
import { TextForm } from './text-form.tsx';
import styles from './texts.module.css';
import type { NoteTarget } from './use-canned-texts.ts';

export type TextsDialogProps = {
  readonly ahead: TypingAhead;
  /** Null: there is no note; they are only looked through and changed. */
  readonly note: NoteTarget | null;
  readonly onClose: () => void;
};

const nothingKnown: CaseWords = { client: null, ticket: null, agent: null };

/** The canned texts, found as one types; Enter puts the one chosen into the note. They are written and changed here as well. */
export default function TextsDialog({ ahead, note, onClose }: TextsDialogProps) {
  const text = useText();
  const [edit, setEdit] = useState<CannedText | 'new' | null>(null);
  const [typed, setTyped] = useState('');
  if (edit !== null) {
    return (
      // Another dialog, not the same one with another name.
      <Dialog
        key="edit"
        title={text(edit === 'new' ? 'texts.new' : 'texts.change')}
        size="medium"
        onClose={() => setEdit(null)}
      >
        <TextForm before={edit === 'new' ? null : edit} onClose={() => setEdit(null)} />
      </Dialog>
    );
  }
  return (
    <Dialog key="list" title={text('texts.title')} size="large" bare onClose={onClose}>
      <TextList ahead={ahead} note={note} typed={typed} onType={setTyped} onEdit={setEdit} />
    </Dialog>
  );
}

type TextListProps = Pick<TextsDialogProps, 'ahead' | 'note'> & {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onEdit: (edit: CannedText | 'new') => void;
};

function TextList({ ahead, note, typed, onType, onEdit }: TextListProps) {
  const text = useText();
  const mayWrite = useMayWrite();
  const all = useStoreQuery('texts', null);
  const found = (all ?? []).filter(({ text: each, teamName }) =>
    matchesWords(`${each.title} ${each.abbreviation ?? ''} ${teamName} ${each.text}`, typed.replace(/^;/, '')),
  );
  const choose = (index: number): void => {
    const view = found[index];
    if (view === undefined) return;
    if (note !== null) note.insert(view);
    else if (mayWrite(view)) onEdit(view.text);
  };
  const list = useListbox(found.length, choose);
  const active = found[list.active];
  return (
    <>
      <div className={styles.head}>
        <Search size={16} aria-hidden="true" />
        <input
          className={styles.search}
          autoFocus
          onFocus={() => {
            const before = ahead.take();
            if (before !== '') onType(typed + before);
          }}
          role="combobox"
          aria-label={text('texts.title')}
          aria-expanded={found.length > 0}
          aria-controls={list.listId}
          aria-activedescendant={active === undefined ? undefined : list.optionId(list.active)}
          aria-autocomplete="list"
          placeholder={text('texts.placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            onType(event.target.value);
            list.setActive(0);
          }}
          onKeyDown={(event) => {
            list.onKey(event);
          }}
        />
      </div>
      <div className={styles.columns}>
        <div className={styles.list} id={list.listId} role="listbox" tabIndex={-1} aria-label={text('texts.title')}>
          {found.map((view, index) => (
            <TextRow
              key={view.text.id}
              id={list.optionId(index)}
              view={view}
              active={index === list.active}
              onActive={() => list.setActive(index)}
              onChoose={() => choose(index)}
            />
          ))}
        </div>
        {all !== undefined && found.length === 0 ? (
          <p className={styles.none}>{text(all.length === 0 ? 'texts.none' : 'texts.notFound', { typed })}</p>
        ) : null}
        {active === undefined ? null : (
          <div className={styles.preview} role="region" aria-label={text('texts.preview')} tabIndex={0}>
            {fillIn(active.text.text, note?.words ?? nothingKnown).text}
          </div>
        )}
      </div>
      <div className={styles.foot}>
        <Button icon={<Plus size={14} />} onClick={() => onEdit('new')}>
          {text('texts.new')}
        </Button>
        {active !== undefined && mayWrite(active) ? (
          <Button icon={<Pencil size={14} />} onClick={() => onEdit(active.text)}>
            {text('texts.change')}
          </Button>
        ) : null}
        {note === null || active === undefined ? null : (
          <span className={styles.keys}>
            <kbd>↑</kbd> <kbd>↓</kbd> {text('search.keyChoose')}
            <kbd>↵</kbd> {text('texts.keyInsert')}
          </span>
        )}
      </div>
    </>
  );
}

type TextRowProps = {
  readonly id: string;
  readonly view: TextView;
  readonly active: boolean;
  readonly onActive: () => void;
  readonly onChoose: () => void;
};

function TextRow({ id, view, active, onActive, onChoose }: TextRowProps) {
  const text = useText();
  const { title, abbreviation } = view.text;
  return (
    <div
      ref={(node) => {
        if (active) node?.scrollIntoView({ block: 'nearest' });
      }}
      id={id}
      role="option"
      aria-selected={active}
      className={styles.item}
      onMouseMove={active ? undefined : onActive}
      onClick={onChoose}
    >
      <span className={styles.name}>{title}</span>
      <span className={styles.whose}>{view.own ? text('texts.mine') : view.teamName}</span>
      {view.delivery === 'confirmed' ? null : <DeliveryMark delivery={view.delivery} />}
      {abbreviation === null ? null : <span className={styles.abbreviation}>;{abbreviation}</span>}
    </div>
  );
}

/** Their own, and those of the teams where they supervise. */
function useMayWrite(): (view: TextView) => boolean {
  const { role } = useDesk().session.info.agent;
  return ({ own }) => own || role !== 'agent';
}
