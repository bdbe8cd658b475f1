import { X } from 'lucide-react';
import type { FocusEventHandler, MouseEventHandler, ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './banner.module.css';

export type BannerProps = {
  readonly label: string;
  readonly tone: 'information' | 'warning';
  readonly icon: ReactNode;
  readonly sentence: string;
  readonly onDismiss: () => void;
  /** What can be done about it. */
  readonly children?: ReactNode;
  /** The person is at it, with the pointer or the keyboard. */
  readonly onAttend?: (on: boolean) => void;
};

/** One line of the strip: what happened to the sound, and what can be done. */
export function Banner({ label, tone, icon, sentence, onDismiss, children, onAttend }: BannerProps) {
  const text = useText();
  const focus = (on: boolean): FocusEventHandler => {
    return () => onAttend?.(on);
  };
  const pointer = (on: boolean): MouseEventHandler => {
    return () => onAttend?.(on);
  };
  return (
    <div
      className={styles.banner}
      data-tone={tone}
      role="group"
      aria-label={label}
      onFocus={focus(true)}
      onBlur={focus(false)}
      onMouseEnter={pointer(true)}
      onMouseLeave={pointer(false)}
    >
      {icon}
      <span className={styles.words}>{sentence}</span>
      <div className={styles.buttons}>
        {children}
        <Button size="icon" aria-label={text('sound.dismiss')} icon={<X size={15} />} onClick={onDismiss} />
      </div>
    </div>
  );
}
