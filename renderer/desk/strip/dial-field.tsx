import { Phone, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Contact } from '../../../domain/contact/contact.ts';
import { useAction } from '../actions/use-action.ts';
import { useDesk } from '../data/services.ts';
import { useStoreQuery } from '../data/use-store-query.ts';
import { KeyHint } from '../design/key-hint.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { useCommand } from '../phone/use-command.ts';
import { useKeptField } from '../place/use-kept-field.ts';
import { useDraft } from '../ticket/use-draft.ts';
import { contactPlace } from '../who/caller.ts';
import { dialable, displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import styles from './dial.module.css';

type Option = {
  readonly key: string;
  readonly number: string;
  readonly contact: Contact | null;
  /** The number that was dialled last. */
  readonly again?: true;
};

/** What is typed here is kept with the drafts: it outlives a crash, and a call that comes in between. */
const draftKey = 'desk:dial';

/** The field's name in the desk, for the focus that comes back. */
export const dialPlace = 'dial';

/**
 * Where a call begins: a number, or the name of somebody who has one.
 * @param onLeave for a field that was asked for beside a call: takes the focus, and is left with it
 */
export function DialField({ onLeave }: { readonly onLeave?: () => void }) {
  const text = useText();
  const { country } = useDesk();
  const command = useCommand();
  const field = useRef<HTMLInputElement>(null);
  const { text: typed, type: setTyped, known } = useDraft(draftKey);
  const [open, setOpen] = useState(false);
  const wanted = typed.trim();
  const contacts = useStoreQuery('contacts', { text: wanted, limit: 6 }, { keep: true, off: wanted.length < 2 });
  const last = useStoreQuery('lastDialled', null) ?? null;
  const options = wanted === '' ? redialOption(last) : optionsFor(wanted, contacts ?? []);

  const dial = (number: string): void => {
    command({ type: 'call', number });
    setTyped('');
    setOpen(false);
    field.current?.blur();
  };
  const list = useListbox(options.length, (index) => {
    const option = options[index];
    if (option !== undefined) dial(option.number);
  });
  useAction('call.dial', () => field.current?.focus());
  useKeptField(dialPlace, field, known);
  const asked = onLeave !== undefined;
  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked]);
  const shown = open && options.length > 0;

  return (
    <div className={styles.dial}>
      <Search size={15} className={styles.icon} aria-hidden="true" />
      <input
        {...list.combobox(shown)}
        ref={field}
        className={styles.field}
        data-place={dialPlace}
        aria-label={text('dial.label')}
        placeholder={text('dial.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          list.setActive(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={({ currentTarget }) => {
          setOpen(false);
          // When the whole window loses the focus, the field keeps its own.
          if (document.activeElement !== currentTarget) onLeave?.();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            if (typed === '') field.current?.blur();
            setTyped('');
          } else list.onKey(event);
        }}
      />
      <KeyHint action="call.dial" />
      <ul className={styles.list} id={list.listId} role="listbox" aria-label={text('dial.results')} hidden={!shown}>
        {shown
          ? options.map((option, index) => (
              <li
                key={option.key}
                id={list.optionId(index)}
                role="option"
                aria-selected={index === list.active}
                className={styles.option}
                onMouseEnter={() => list.setActive(index)}
                onMouseDown={(event) => {
                  event.preventDefault();
                  dial(option.number);
                }}
              >
                <Phone size={14} aria-hidden="true" />
                <span className={styles.optionName}>
                  {option.contact?.name ??
                    text(option.again === true ? 'dial.again' : 'dial.call', {
                      number: displayNumber(option.number, country) ?? option.number,
                    })}
                </span>
                {option.again === true ? <KeyHint action="call.redial" /> : null}
                {option.contact === null ? null : (
                  <span className={styles.optionPlace}>{contactPlace(option.contact)}</span>
                )}
                {option.contact === null ? null : (
                  <span className={styles.optionNumber} data-figures="">
                    {displayNumber(option.number, country)}
                  </span>
                )}
              </li>
            ))
          : null}
      </ul>
    </div>
  );
}

/** With nothing typed the last number is offered, as telephones do. */
function redialOption(last: string | null): readonly Option[] {
  return last === null ? [] : [{ key: 'again', number: last, contact: null, again: true }];
}

function optionsFor(typed: string, contacts: readonly Contact[]): readonly Option[] {
  const number = dialable(typed);
  const direct: Option[] = number === null ? [] : [{ key: number, number, contact: null }];
  const named = contacts.flatMap((contact) =>
    contact.numbers.slice(0, 2).map((each) => ({ key: `${contact.id} ${each}`, number: each, contact })),
  );
  return [...direct, ...named].slice(0, 8);
}
