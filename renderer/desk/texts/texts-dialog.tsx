import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import type { CannedText } from '../../../domain/text/canned-text.ts';
import type { TextView } from '../../store/contract.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { Button } from '../design/button.tsx';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { PickerFoot } from '../picker/picker-foot.tsx';
import { OptionLine } from '../picker/picker-option.tsx';
import { Picker } from '../picker/picker.tsx';
import type { TypingAhead } from '../picker/typing-ahead.ts';
import { matchesWords } from '../words/fold.ts';
import { useText } from '../words/use-text.ts';
import { fillIn, type CaseWords } from './fill-in.ts';
import { TextForm } from './text-form.tsx';
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
  const [edit, setEdit] = useState<CannedText | 'new' | null>(null);
  const [typed, setTyped] = useState('');
  // Another dialog, not the same one with another name: hence the keys.
  if (edit !== null) return <TextForm key="edit" before={edit === 'new' ? null : edit} onClose={() => setEdit(null)} />;
  return (
    <TextPicker
      key="list"
      ahead={ahead}
      note={note}
      typed={typed}
      onType={setTyped}
      onEdit={setEdit}
      onClose={onClose}
    />
  );
}

type TextPickerProps = TextsDialogProps & {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onEdit: (edit: CannedText | 'new') => void;
};

function TextPicker({ ahead, note, typed, onType, onEdit, onClose }: TextPickerProps) {
  const text = useText();
  const mayWrite = useMayWrite();
  const all = useStoreQuery('texts', null);
  const found = (all ?? []).filter(({ text: each, teamName }) =>
    matchesWords(`${each.title} ${each.abbreviation ?? ''} ${teamName} ${each.text}`, typed.replace(/^;/, '')),
  );
  const list = useListbox(found.length, (index) => {
    const view = found[index];
    if (view === undefined) return;
    if (note !== null) note.insert(view);
    else if (mayWrite(view)) onEdit(view.text);
  });
  const active = found[list.active];
  const writes = active !== undefined && mayWrite(active);
  return (
    <Picker
      title={text('texts.title')}
      placeholder={text('texts.placeholder')}
      ahead={ahead}
      typed={typed}
      onType={onType}
      list={list}
      options={found.map((view) => ({ key: view.text.id, shown: <TextLine view={view} /> }))}
      preview={active === undefined ? null : fillIn(active.text.text, note?.words ?? nothingKnown).text}
      none={all === undefined ? '' : text(all.length === 0 ? 'texts.none' : 'texts.notFound', { typed })}
      foot={
        <PickerFoot enter={note === null || active === undefined ? null : text('texts.keyInsert')} preview>
          <Button icon={<Plus size={14} />} onClick={() => onEdit('new')}>
            {text('texts.new')}
          </Button>
          {writes ? (
            <Button icon={<Pencil size={14} />} onClick={() => onEdit(active.text)}>
              {text('texts.change')}
            </Button>
          ) : null}
        </PickerFoot>
      }
      onClose={onClose}
    />
  );
}

function TextLine({ view }: { readonly view: TextView }) {
  const text = useText();
  const { title, abbreviation } = view.text;
  return (
    <OptionLine
      name={title}
      detail={view.own ? text('texts.mine') : view.teamName}
      mark={view.delivery === 'confirmed' ? null : <DeliveryMark delivery={view.delivery} />}
      end={abbreviation === null ? undefined : `;${abbreviation}`}
    />
  );
}

/** Their own, and those of the teams where they supervise. */
function useMayWrite(): (view: TextView) => boolean {
  const { role } = useDesk().session.info.agent;
  return ({ own }) => own || role !== 'agent';
}
