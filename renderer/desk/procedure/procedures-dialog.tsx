import { Pencil, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Procedure } from '../../../domain/procedure/procedure.ts';
import type { ProcedureView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useListbox } from '../design/use-listbox.ts';
import type { TypingAhead } from '../palette/typing-ahead.ts';
import { matchesWords } from '../words/fold.ts';
import { formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import picker from '../texts/texts.module.css';
import { ProcedureForm } from './procedure-form.tsx';
import styles from './procedure.module.css';

export type ProceduresDialogProps = {
  readonly ahead: TypingAhead;
  /** Null: no ticket is open; they are only read and changed. */
  readonly ticketId: Id | null;
  readonly onClose: () => void;
};

/** The procedures, found as one types; Enter begins the one chosen on the ticket. Supervisors write and change them here. */
export default function ProceduresDialog({ ahead, ticketId, onClose }: ProceduresDialogProps) {
  const { text } = useWords();
  const [edit, setEdit] = useState<Procedure | 'new' | null>(null);
  const [typed, setTyped] = useState('');
  if (edit !== null) {
    return (
      // Another dialog, not the same one with another name.
      <Dialog
        key="edit"
        title={text(edit === 'new' ? 'procedure.new' : 'procedure.change')}
        size="large"
        onClose={() => setEdit(null)}
      >
        <ProcedureForm before={edit === 'new' ? null : edit} onClose={() => setEdit(null)} />
      </Dialog>
    );
  }
  return (
    <Dialog key="list" title={text('procedure.title')} size="large" bare onClose={onClose}>
      <ProcedureList
        ahead={ahead}
        ticketId={ticketId}
        typed={typed}
        onType={setTyped}
        onEdit={setEdit}
        onClose={onClose}
      />
    </Dialog>
  );
}

type ProcedureListProps = ProceduresDialogProps & {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onEdit: (edit: Procedure | 'new') => void;
};

function ProcedureList({ ahead, ticketId, typed, onType, onEdit, onClose }: ProcedureListProps) {
  const { text } = useWords();
  const mutate = useMutate();
  const { role } = useDesk().session.info.agent;
  const writes = role !== 'agent';
  const all = useStoreQuery('procedures', null);
  const found = (all ?? []).filter(({ procedure, teamName }) =>
    matchesWords(`${procedure.title} ${teamName ?? ''} ${procedure.steps.map((step) => step.text).join(' ')}`, typed),
  );
  const choose = (index: number): void => {
    const chosen = found[index]?.procedure;
    if (chosen === undefined) return;
    if (ticketId === null) {
      if (writes) onEdit(chosen);
      return;
    }
    onClose();
    void mutate('procedure.start@1', { ticketId, versionId: chosen.id, entryId: newId() });
  };
  const list = useListbox(found.length, choose);
  const active = found[list.active];
  return (
    <>
      <div className={picker.head}>
        <Search size={16} aria-hidden="true" />
        <input
          className={picker.search}
          autoFocus
          onFocus={() => {
            const before = ahead.take();
            if (before !== '') onType(typed + before);
          }}
          role="combobox"
          aria-label={text('procedure.title')}
          aria-expanded={found.length > 0}
          aria-controls={list.listId}
          aria-activedescendant={active === undefined ? undefined : list.optionId(list.active)}
          aria-autocomplete="list"
          placeholder={text('procedure.placeholder')}
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
      <div className={picker.columns}>
        <div
          className={picker.list}
          id={list.listId}
          role="listbox"
          tabIndex={-1}
          aria-label={text('procedure.title')}
          hidden={found.length === 0}
        >
          {found.map((view, index) => (
            <Row
              key={view.procedure.id}
              id={list.optionId(index)}
              view={view}
              active={index === list.active}
              onActive={() => list.setActive(index)}
              onChoose={() => choose(index)}
            />
          ))}
        </div>
        {all !== undefined && found.length === 0 ? (
          <p className={picker.none}>{text(all.length === 0 ? 'procedure.none' : 'procedure.notFound', { typed })}</p>
        ) : null}
        {active === undefined ? null : <Preview view={active} />}
      </div>
      <div className={picker.foot}>
        {writes ? (
          <Button icon={<Plus size={14} />} onClick={() => onEdit('new')}>
            {text('procedure.new')}
          </Button>
        ) : null}
        {writes && active !== undefined ? (
          <Button icon={<Pencil size={14} />} onClick={() => onEdit(active.procedure)}>
            {text('procedure.change')}
          </Button>
        ) : null}
        {ticketId === null || active === undefined ? null : (
          <span className={picker.keys}>
            <kbd>↑</kbd> <kbd>↓</kbd> {text('search.keyChoose')}
            <kbd>↵</kbd> {text('procedure.keyStart')}
          </span>
        )}
      </div>
    </>
  );
}

type RowProps = {
  readonly id: string;
  readonly view: ProcedureView;
  readonly active: boolean;
  readonly onActive: () => void;
  readonly onChoose: () => void;
};

function Row({ id, view, active, onActive, onChoose }: RowProps) {
  const { text } = useWords();
  const { procedure, teamName, delivery } = view;
  return (
    <div
      ref={(node) => {
        if (active) node?.scrollIntoView({ block: 'nearest' });
      }}
      id={id}
      role="option"
      aria-selected={active}
      className={picker.item}
      onMouseMove={active ? undefined : onActive}
      onClick={onChoose}
    >
      <span className={picker.name}>{procedure.title}</span>
      <span className={picker.whose}>{teamName ?? text('procedure.everybody')}</span>
      {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
    </div>
  );
}

/** What would be done, before it is begun. */
function Preview({ view }: { readonly view: ProcedureView }) {
  const { text, locale } = useWords();
  const { procedure, authorName } = view;
  return (
    <div className={picker.preview} role="region" aria-label={text('texts.preview')} tabIndex={0}>
      <ol className={styles.preview}>
        {procedure.steps.map((step) => (
          <li key={step.id}>{step.text}</li>
        ))}
      </ol>
      <p className={styles.version}>
        {text('procedure.version', {
          version: procedure.version,
          name: authorName,
          when: formatMoment(procedure.writtenAt, locale),
        })}
      </p>
    </div>
  );
}
