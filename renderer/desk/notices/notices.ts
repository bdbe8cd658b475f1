/** A short message that comes to the person by itself; it never takes the focus. */
export type Notice = {
  readonly key: number;
  readonly tone: 'info' | 'good' | 'bad';
  /** Already in the language of the screen. */
  readonly text: string;
};

export type Notices = {
  add(tone: Notice['tone'], text: string): void;
  dismiss(key: number): void;
  list(): readonly Notice[];
  subscribe(listener: () => void): () => void;
};

const lifetime = { info: 5000, good: 4000, bad: 12_000 } as const;

/** At most three are shown; a repeated one replaces itself. */
export function createNotices(): Notices {
  let notices: readonly Notice[] = [];
  let nextKey = 1;
  const listeners = new Set<() => void>();

  function show(next: readonly Notice[]): void {
    notices = next;
    for (const listener of [...listeners]) listener();
  }
  function dismiss(key: number): void {
    show(notices.filter((notice) => notice.key !== key));
  }

  return {
    add: (tone, text) => {
      const key = nextKey++;
      show([...notices.filter((notice) => notice.text !== text), { key, tone, text }].slice(-3));
      setTimeout(() => dismiss(key), lifetime[tone]);
    },
    dismiss,
    list: () => notices,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
