import type { ErrorCode } from '../../../domain/errors.ts';

/** A sentence of the catalog by its id, what an error means, or the one and then the other. */
export type Said =
  | {
      readonly id: string;
      readonly values?: Readonly<Record<string, string | number>>;
      readonly code?: ErrorCode;
    }
  | { readonly code: ErrorCode };

/** A short message that comes to the person by itself; it never takes the focus. */
export type Notice = {
  readonly key: number;
  readonly tone: 'info' | 'good' | 'bad';
  readonly said: Said;
};

export type Notices = {
  add(tone: Notice['tone'], said: Said): void;
  dismiss(key: number): void;
  list(): readonly Notice[];
  subscribe(listener: () => void): () => void;
};

const lifetime = { info: 8000, good: 4000, bad: 12_000 } as const;

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
    add: (tone, said) => {
      const key = nextKey++;
      const others = notices.filter((notice) => JSON.stringify(notice.said) !== JSON.stringify(said));
      show([...others, { key, tone, said }].slice(-3));
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
