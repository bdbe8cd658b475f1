import { useEffect, useEffectEvent, useRef } from 'react';
import type { PhoneCall } from '../../voice/contract/state.ts';
import { takesLetters } from '../actions/text-field.ts';
import { useCommand } from '../phone/use-command.ts';
import { useText } from '../words/use-text.ts';
import styles from './strip.module.css';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** Tones for the voice menus of others: by click or from the keyboard; shows what the phone has sent. */
export function Keypad({ call, onClose }: { readonly call: PhoneCall; readonly onClose: () => void }) {
  const text = useText();
  const command = useCommand();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const send = (digit: string): void => command({ type: 'dtmf', callId: call.id, digits: digit });
  const typed = useEffectEvent((event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (takesLetters(event.target)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    } else if (/^[0-9*#]$/.test(event.key)) {
      event.preventDefault();
      send(event.key);
    }
  });
  useEffect(() => {
    // Before the keys of the catalogue: while the keypad is open a digit is a tone, wherever the focus is.
    const listener = (event: KeyboardEvent): void => typed(event);
    window.addEventListener('keydown', listener, { capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  }, []);

  return (
    <div ref={box} className={styles.keypad} role="group" tabIndex={-1} aria-label={text('keypad.title')}>
      {keys.map((digit) => (
        <button key={digit} type="button" className={styles.keypadKey} onClick={() => send(digit)}>
          {digit}
        </button>
      ))}
      <output className={styles.keypadDigits} aria-label={text('keypad.sent')} data-figures="">
        {call.digits === '' ? text('keypad.hint') : call.digits}
      </output>
    </div>
  );
}
