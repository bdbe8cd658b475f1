import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { newId, type Id } from '../../../domain/ids.ts';
import type { Procedure } from '../../../domain/procedure/procedure.ts';
import type { ProcedureView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { PickerFoot } from '../picker/picker-foot.tsx';
import { OptionLine } from '../picker/picker-option.tsx';
import { Picker } from '../picker/picker.tsx';
import type { TypingAhead } from '../picker/typing-ahead.ts';
import { matchesWords } from '../words/fold.ts';
import { formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
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
  const [edit, setEdit] = useState<Procedure | 'new' | null>(null);
  const [typed, setTyped] = useState('');
  // Another dialog, not the same one with another name: hence the keys.
  if (edit !== null)
    return <ProcedureForm key="edit" before={edit === 'new' ? null : edit} onClose={() => setEdit(null)} />;
  return (
    <ProcedurePicker
      key="list"
      ahead={ahead}
      ticketId={ticketId}
      typed={typed}
      onType={setTyped}
      onEdit={setEdit}
      onClose={onClose}
    />
  );
}

type ProcedurePickerProps = ProceduresDialogProps & {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onEdit: (edit: Procedure | 'new') => void;
};

function ProcedurePicker({ ahead, ticketId, typed, onType, onEdit, onClose }: ProcedurePickerProps) {
  const { text } = useWords();
  const mutate = useMutate();
  const { role } = useDesk().session.info.agent;
  const writes = role !== 'agent';
  const all = useStoreQuery('procedures', null);
  const found = (all ?? []).filter(({ procedure, teamName }) =>
    matchesWords(`${procedure.title} ${teamName ?? ''} ${procedure.steps.map((step) => step.text).join(' ')}`, typed),
  );
  const list = useListbox(found.length, (index) => {
    const chosen = found[index]?.procedure;
    if (chosen === undefined) return;
    if (ticketId === null) {
      if (writes) onEdit(chosen);
      return;
    }
    onClose();
    void mutate('procedure.start@1', { ticketId, versionId: chosen.id, entryId: newId() });
  });
  const active = found[list.active];
  return (
    <Picker
      title={text('procedure.title')}
      placeholder={text('procedure.placeholder')}
      ahead={ahead}
      typed={typed}
      onType={onType}
      list={list}
      options={found.map((view) => ({ key: view.procedure.id, shown: <ProcedureLine view={view} /> }))}
      preview={active === undefined ? null : <Steps view={active} />}
      none={all === undefined ? '' : text(all.length === 0 ? 'procedure.none' : 'procedure.notFound', { typed })}
      foot={
        <PickerFoot enter={ticketId === null || active === undefined ? null : text('procedure.keyStart')}>
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
        </PickerFoot>
      }
      onClose={onClose}
    />
  );
}

function ProcedureLine({ view }: { readonly view: ProcedureView }) {
  const { text } = useWords();
  const { procedure, teamName, delivery } = view;
  return (
    <OptionLine
      name={procedure.title}
      detail={teamName ?? text('procedure.everybody')}
      mark={delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
    />
  );
}

/** What would be done, before it is begun. */
function Steps({ view }: { readonly view: ProcedureView }) {
  const { text, locale } = useWords();
  const { procedure, authorName } = view;
  return (
    <>
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
    </>
  );
}
