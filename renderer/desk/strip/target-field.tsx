import { Link2, Phone, Search, Voicemail } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { useDesk } from '../data/services.ts';
import { ColleagueState } from '../colleagues/colleague-state.tsx';
import type { Colleague } from '../colleagues/colleague.ts';
import { useColleagues } from '../colleagues/use-colleagues.ts';
import { Button } from '../design/button.tsx';
import { useListbox } from '../design/use-listbox.ts';
import { fold } from '../words/fold.ts';
import { dialable, displayNumber } from '../words/number.ts';
import { useText } from '../words/use-text.ts';
import dial from './dial.module.css';
import styles from './target.module.css';

/** Where a call can be sent: to another call of this phone, to the voicemail, or to a number. */
export type Target =
  | { readonly kind: 'call'; readonly callId: Id; readonly name: string; readonly detail: string }
  | { readonly kind: 'voicemail' }
  | {
      readonly kind: 'number';
      readonly number: string;
      readonly name: string | null;
      readonly colleague?: Colleague;
    };

export type TargetFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  /** Offered before colleagues and numbers. */
  readonly first: readonly Target[];
  readonly choice: string;
  readonly onChoose: (target: Target) => void;
  /** The second choice for a colleague or a number, by Shift+Enter: to be called first. */
  readonly consult?: { readonly label: string; readonly onConsult: (number: string) => void };
  readonly onClose: () => void;
};

/** A field that finds whoever a call is to go to. Escape closes it; the focus goes back where it was. */
export function TargetField(props: TargetFieldProps) {
  const { label, placeholder, first, choice, consult, onClose } = props;
  const text = useText();
  const { country } = useDesk();
  const hintId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const targets = targetsFor(typed.trim(), first, useColleagues() ?? []);
  const choose = (target: Target | undefined): void => {
    if (target === undefined) return;
    onClose();
    props.onChoose(target);
  };
  const list = useListbox(targets.length, (index) => choose(targets[index]));
  const active = targets[list.active];
  const consulted = consult !== undefined && active?.kind === 'number' ? active.number : null;
  const callFirst = (): void => {
    if (consulted === null) return;
    onClose();
    consult?.onConsult(consulted);
  };
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    } else if (event.key === 'Enter' && event.shiftKey) {
      event.preventDefault();
      callFirst();
    } else list.onKey(event);
  };

  return (
    <div className={styles.target} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      <div className={dial['dial']}>
        <Search size={15} aria-hidden="true" />
        <input
          {...list.combobox(targets.length > 0)}
          ref={field}
          className={dial['field']}
          aria-label={label}
          aria-describedby={hintId}
          placeholder={placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            list.setActive(0);
          }}
          onKeyDown={onKey}
        />
        <ul
          className={dial['list']}
          id={list.listId}
          role="listbox"
          aria-label={text('dial.results')}
          hidden={targets.length === 0}
        >
          {targets.map((target, index) => (
            <li
              key={keyOf(target)}
              id={list.optionId(index)}
              role="option"
              aria-selected={index === list.active}
              className={dial['option']}
              onMouseMove={() => list.setActive(index)}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(target);
              }}
            >
              <TargetWords target={target} country={country} />
            </li>
          ))}
        </ul>
      </div>
      <Button kind="accent" disabled={active === undefined} onClick={() => choose(active)}>
        {choice}
        <Key>{text('key.enter')}</Key>
      </Button>
      {consult === undefined ? null : (
        <Button kind="outlined" disabled={consulted === null} onClick={callFirst}>
          {consult.label}
          <Key>{text('key.shiftEnter')}</Key>
        </Button>
      )}
      <span id={hintId} className={styles.hint}>
        {targets.length === 0 ? text('target.none') : text('target.hint')}
      </span>
    </div>
  );
}

function Key({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {children}
    </kbd>
  );
}

function TargetWords({ target, country }: { readonly target: Target; readonly country: string }) {
  const text = useText();
  switch (target.kind) {
    case 'call':
      return (
        <>
          <Link2 size={14} aria-hidden="true" />
          <span className={dial['optionName']}>{target.name}</span>
          <span className={dial['optionPlace']}>{target.detail}</span>
        </>
      );
    case 'voicemail':
      return (
        <>
          <Voicemail size={14} aria-hidden="true" />
          <span className={dial['optionName']}>{text('target.voicemail')}</span>
        </>
      );
    case 'number': {
      const number = displayNumber(target.number, country) ?? target.number;
      return (
        <>
          <Phone size={14} aria-hidden="true" />
          <span className={dial['optionName']}>{target.name ?? number}</span>
          {target.colleague === undefined ? null : <ColleagueState colleague={target.colleague} />}
          {target.name === null ? null : (
            <span className={dial['optionNumber']} data-figures="">
              {number}
            </span>
          )}
        </>
      );
    }
  }
}

/** What was typed comes first where it is a number; then what can be found by it. */
function targetsFor(typed: string, first: readonly Target[], colleagues: readonly Colleague[]): readonly Target[] {
  const number = dialable(typed);
  const wanted = fold(typed);
  const found: Target[] = colleagues.flatMap((colleague) => {
    const { name, extension } = colleague.agent;
    return extension !== null && extension !== number && `${fold(name)} ${extension}`.includes(wanted)
      ? [{ kind: 'number', number: extension, name, colleague }]
      : [];
  });
  const dialled = colleagues.find(({ agent }) => agent.extension === number);
  const direct: Target[] =
    number === null
      ? []
      : [
          {
            kind: 'number',
            number,
            name: dialled?.agent.name ?? null,
            ...(dialled === undefined ? {} : { colleague: dialled }),
          },
        ];
  const offered =
    typed === '' ? first : first.filter((each) => each.kind === 'call' && fold(each.name).includes(wanted));
  return [...direct, ...offered, ...found].slice(0, 8);
}

function keyOf(target: Target): string {
  return target.kind === 'call' ? target.callId : target.kind === 'voicemail' ? target.kind : target.number;
}
