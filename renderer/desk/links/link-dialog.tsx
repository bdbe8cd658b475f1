import { useDeferredValue, useState } from 'react';
import { newId } from '../../../domain/ids.ts';
import { LinkKind } from '../../../domain/ticket/link.ts';
import type { FoundTicket, MajorView, TicketLine, TicketView } from '../../store/contract.ts';
import { useMutate } from '../data/use-mutate.ts';
import { useNow } from '../data/use-now.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import form from '../design/form.module.css';
import { useListbox } from '../design/use-listbox.ts';
import { useAnnounce } from '../notices/announcer.tsx';
import { PickerFoot } from '../picker/picker-foot.tsx';
import { Picker } from '../picker/picker.tsx';
import type { TypingAhead } from '../picker/typing-ahead.ts';
import { ticketOption } from '../search/found-option.tsx';
import { useText } from '../words/use-text.ts';
import { linkChoice, linkWord, nameOf } from './link-words.ts';

export type LinkDialogProps = {
  readonly view: TicketView;
  readonly ahead: TypingAhead;
  readonly majors: readonly MajorView[];
  readonly onClose: () => void;
};

const everything = { states: [], teamId: null, assigneeId: null, tag: null, since: null, until: null };

/** Finds the other ticket by its number or its words on this machine, and says what this one is to it. */
export default function LinkDialog({ view, ahead, majors, onClose }: LinkDialogProps) {
  const text = useText();
  const mutate = useMutate();
  const announce = useAnnounce();
  const now = useNow(60_000);
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<LinkKind>('related');
  const wanted = useDeferredValue(typed.trim());
  const answer = useStoreQuery(
    'search',
    { text: wanted, filter: everything, limit: 20 },
    { keep: true, off: wanted === '' },
  );
  const { id } = view.ticket;
  const likely = [...majors.map(({ line }) => line), ...view.otherOpen].map(asFound);
  const found = (wanted === '' ? likely : (answer?.tickets ?? [])).filter(({ line }) => line.id !== id);

  const link = async (line: TicketLine | undefined): Promise<void> => {
    if (line === undefined) return;
    onClose();
    if (await mutate('ticket.link@1', { id, toId: line.id, kind, entryId: newId() }))
      announce(`${text(linkWord(kind, true))} ${nameOf(line, text)}`);
  };
  const list = useListbox(found.length, (index) => void link(found[index]?.line));

  const none =
    wanted === '' ? text('links.typeFirst') : answer === undefined ? '' : text('links.notFound', { typed: wanted });
  return (
    <Picker
      title={text('links.title')}
      label={text('links.which')}
      placeholder={text('links.placeholder')}
      ahead={ahead}
      typed={typed}
      onType={setTyped}
      list={list}
      options={found.map((each) => ticketOption(each, text, { now }))}
      none={none}
      beside={
        <select
          className={form.select}
          aria-label={text('links.kind')}
          value={kind}
          onChange={(event) => setKind(LinkKind.parse(event.target.value))}
        >
          {LinkKind.options.map((each) => (
            <option key={each} value={each}>
              {text(linkChoice[each])}
            </option>
          ))}
        </select>
      }
      foot={<PickerFoot enter={text('links.keyLink')} />}
      onClose={onClose}
    />
  );
}

function asFound(line: TicketLine): FoundTicket {
  return { line, subjectMarks: [], contactMarks: [], referenceMarked: false, noteId: null };
}
