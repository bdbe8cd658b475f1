export type TypedAhead = {
  readonly text: string;
  /** Enter came after it: the choice is made once there is one. */
  readonly entered: boolean;
};

/** What is typed between the key that opens a picker and its field: nothing of it may be lost or act as a command. */
export type TypingAhead = {
  /** What was typed so far. Ends the catching. */
  take(): TypedAhead;
};

export function catchTyping(target: Window): TypingAhead {
  let text = '';
  let entered = false;
  const caught = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // One that is held is that which opened the picker.
    if (event.key === 'Enter') entered ||= !event.repeat;
    else if (event.key.length === 1) text += entered ? '' : event.key;
    else if (event.key === 'Backspace') text = entered ? text : text.slice(0, -1);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  target.addEventListener('keydown', caught, { capture: true });
  return {
    take: () => {
      target.removeEventListener('keydown', caught, { capture: true });
      const taken = { text, entered };
      text = '';
      entered = false;
      return taken;
    },
  };
}
