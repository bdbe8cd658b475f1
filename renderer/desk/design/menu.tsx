import { lazy, Suspense, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import styles from './menu.module.css';

// Its overlay, positions and keyboard weigh more than the first screen may; a menu opens after it.
const MenuList = lazy(() => import('./menu-list.tsx'));

export type Choice = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** A key or a short word at the right. */
  readonly hint?: string;
  readonly chosen?: boolean;
};

export type ChoiceSection = { readonly title: string | null; readonly choices: readonly Choice[] };

export type MenuProps = {
  readonly label: string;
  readonly sections: readonly ChoiceSection[];
  readonly onChoose: (id: string) => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/** A button that opens a list of choices. */
export function Menu({ label, sections, onChoose, children, className, ...control }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [openInside, setOpenInside] = useState(false);
  const [from, setFrom] = useState<'first' | 'last'>('first');
  const open = control.isOpen ?? openInside;
  const setOpen = control.onOpenChange ?? setOpenInside;
  const onArrow = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setFrom(event.key === 'ArrowDown' ? 'first' : 'last');
    setOpen(true);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className ?? styles.trigger ?? ''}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => {
          setFrom('first');
          setOpen(!open);
        }}
        onKeyDown={onArrow}
      >
        {children}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <MenuList
            button={button}
            label={label}
            sections={sections}
            from={from}
            onChoose={onChoose}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
