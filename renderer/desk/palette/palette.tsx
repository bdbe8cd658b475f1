import { ArrowRight, Phone, Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { TicketLine } from '../../store/contract.ts';
import { actionIds, actions, type ActionId } from '../actions/catalogue.ts';
import { allKeys } from '../actions/key-label.ts';
import { useAvailable } from '../actions/use-action.ts';
import { useKeys } from '../actions/use-keys.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { StateMark } from '../design/state-mark.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { useCommand } from '../phone/use-command.ts';
import { OptionLine } from '../picker/picker-option.tsx';
import { Picker } from '../picker/picker.tsx';
import type { TypingAhead } from '../picker/typing-ahead.ts';
import { usePlace } from '../place/place.ts';
import { contactPlace } from '../who/caller.ts';
import { searchFor } from '../search/last-search.ts';
import { matchesWords } from '../words/fold.ts';
import { dialable, displayNumber } from '../words/number.ts';
import { useWords } from '../words/use-text.ts';

type Item = {
  readonly key: string;
  readonly group: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly detail?: string;
  readonly keys?: readonly string[];
  readonly run: () => void;
};

export type PaletteProps = { readonly ahead: TypingAhead; readonly onClose: () => void };

/** Everything by its name: actions with their keys, tickets, people to call. */
export default function Palette({ ahead, onClose }: PaletteProps) {
  const { text } = useWords();
  const [typed, setTyped] = useState('');
  const items = useItems(typed.trim());
  const run = (item: Item | undefined): void => {
    if (item === undefined) return;
    // The dialog gives the focus back first: what runs may want it elsewhere.
    onClose();
    requestAnimationFrame(() => requestAnimationFrame(item.run));
  };
  const list = useListbox(items.length, (index) => run(items[index]));

  return (
    <Picker
      title={text('palette.title')}
      size="medium"
      listLabel={text('palette.results')}
      placeholder={text('palette.placeholder')}
      ahead={ahead}
      typed={typed}
      onType={setTyped}
      list={list}
      options={items.map((item) => ({ key: item.key, heading: item.group, shown: <ItemLine item={item} /> }))}
      none={text('palette.none', { typed })}
      onClose={onClose}
    />
  );
}

function ItemLine({ item: { icon, label, detail, keys = [] } }: { readonly item: Item }) {
  return (
    <OptionLine
      icon={icon}
      name={label}
      detail={detail}
      end={keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    />
  );
}

/** What matches, in the order in which it is likely meant: a number to call, actions, tickets, people. */
function useItems(typed: string): readonly Item[] {
  const { text, language } = useWords();
  const { country } = useDesk();
  const hub = useAvailable();
  const keys = useKeys();
  const place = usePlace();
  const command = useCommand();
  const searching = typed.length >= 2;
  const open = useStoreQuery('tickets', { view: 'team', text: typed, limit: 6 }, { keep: true, off: !searching });
  const solved = useStoreQuery('tickets', { view: 'solved', text: typed, limit: 4 }, { keep: true, off: !searching });
  const contacts = useStoreQuery('contacts', { text: typed, limit: 6 }, { keep: true, off: !searching });

  const actionItems = actionIds
    .filter((id) => id !== 'desk.palette' && hub.available(id))
    .filter((id) => matchesWords(`${text(actions[id].label)} ${actions[id].words}`, typed))
    .map((id: ActionId): Item => ({
      key: id,
      group: text('palette.actions'),
      icon: <ArrowRight size={14} />,
      label: text(actions[id].label),
      keys: allKeys(keys[id], language).slice(0, 2),
      run: () => void hub.run(id),
    }));
  const number = dialable(typed);
  const direct: Item[] =
    number === null || number.length < 2
      ? []
      : [
          {
            key: `call ${number}`,
            group: text('palette.call'),
            icon: <Phone size={14} />,
            label: text('dial.call', { number: displayNumber(number, country) ?? number }),
            run: () => command({ type: 'call', number }),
          },
        ];
  const ticketItem = (line: TicketLine): Item => ({
    key: line.id,
    group: text('palette.tickets'),
    icon: <StateMark state={line.state} />,
    label: line.subject || text('ticket.noSubject'),
    detail: [line.reference === null ? '' : `#${line.reference}`, line.contactName ?? '']
      .filter((part) => part !== '')
      .join(' · '),
    run: () => place.openTicket(line.id),
  });
  const contactItem = (contact: Contact): Item[] => {
    const [first] = contact.numbers;
    if (first === undefined) return [];
    return [
      {
        key: contact.id,
        group: text('palette.contacts'),
        icon: <Phone size={14} />,
        label: text('contact.call', { name: contact.name }),
        detail: [contactPlace(contact), displayNumber(first, country) ?? ''].filter((part) => part !== '').join(' · '),
        run: () => command({ type: 'call', number: first }),
      },
    ];
  };
  const everywhere: Item = {
    key: 'desk.search',
    group: text('search.title'),
    icon: <Search size={14} />,
    label: text('palette.everywhere', { typed }),
    keys: allKeys(keys['desk.search'], language).slice(0, 1),
    run: () => {
      searchFor(typed);
      hub.run('desk.search');
    },
  };
  if (!searching) return [...direct, ...actionItems];
  return [
    ...direct,
    ...actionItems.slice(0, 8),
    ...[...(open?.lines ?? []), ...(solved?.lines ?? [])].map(ticketItem),
    ...(contacts ?? []).flatMap(contactItem),
    everywhere,
  ];
}
