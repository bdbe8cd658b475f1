import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import type { ActionId } from '../actions/catalogue.ts';
import { spokenKeys } from '../actions/key-label.ts';
import { useKeys } from '../actions/use-keys.ts';
import styles from './button.module.css';
import { KeyHint } from './key-hint.tsx';

export type ButtonKind = 'button' | 'outlined' | 'accent' | 'green' | 'red';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  readonly kind?: ButtonKind;
  readonly size?: 'normal' | 'large' | 'icon';
  readonly icon?: ReactNode;
  /** Shows its key and tells it to screen readers. */
  readonly action?: ActionId;
  /** Asked for, not confirmed yet. */
  readonly pending?: boolean;
  readonly submit?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
};

export function Button(props: ButtonProps) {
  const { kind = 'button', size = 'normal', icon, action, pending = false, submit = false, children, ...rest } = props;
  const keys = useKeys();
  const classes = [styles[kind], size === 'normal' ? undefined : styles[size], rest.className];
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={classes.filter((name) => name !== undefined).join(' ')}
      data-pending={pending ? '' : undefined}
      aria-keyshortcuts={action === undefined ? undefined : spokenKeys(keys[action])}
    >
      {icon}
      {children}
      {action === undefined ? null : <KeyHint action={action} />}
    </button>
  );
}
