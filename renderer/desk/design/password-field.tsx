import { Eye, EyeOff } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type InputHTMLAttributes, type RefObject } from 'react';
import styles from './password-field.module.css';

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'value' | 'onChange' | 'className'>;

export type PasswordFieldProps = Input & {
  readonly label: string;
  /** The name of the button that shows what is typed. */
  readonly show: string;
  readonly value: string;
  readonly onType: (typed: string) => void;
  /** Looks of the form that it stands in, as its other fields have them. */
  readonly className?: string | undefined;
  readonly field?: RefObject<HTMLInputElement | null>;
};

/** A password that is typed: hidden, until its button shows it. It comes hidden each time. */
export function PasswordField({ label, show, value, onType, className, field, ...rest }: PasswordFieldProps) {
  const id = useId();
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  const [shown, setShown] = useState(false);
  const putBack = useRef<(() => void) | null>(null);
  useLayoutEffect(() => putBack.current?.(), [shown]);

  const toggle = (): void => {
    const { current } = input;
    const [start, end, direction] = [current?.selectionStart, current?.selectionEnd, current?.selectionDirection];
    putBack.current = () => {
      // An input of another type loses its caret, but not before Chromium has laid it out.
      current?.getBoundingClientRect();
      current?.setSelectionRange(start ?? null, end ?? null, direction ?? undefined);
    };
    setShown(!shown);
  };

  return (
    <div className={className}>
      <span>
        <label htmlFor={id}>{label}</label>
      </span>
      <div className={styles.box}>
        <input
          {...rest}
          id={id}
          ref={input}
          type={shown ? 'text' : 'password'}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onType(event.target.value)}
        />
        <button
          type="button"
          className={styles.show}
          aria-label={show}
          aria-pressed={shown}
          aria-controls={id}
          title={show}
          // Whoever types goes on typing.
          onMouseDown={(event) => event.preventDefault()}
          onClick={toggle}
        >
          {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
        </button>
      </div>
    </div>
  );
}
