/** What a test has started, and how all of it ends. */

type Part = { stop(): Promise<void> };

/** Has a part stopped at the end, before those that were started earlier. */
export type Keep = <P extends Part>(part: P) => P;

export type Kept = {
  readonly keep: Keep;
  /** Stops everything, the last that was started first. What is kept after that waits for the next time. */
  readonly stop: () => Promise<void>;
};

export function kept(): Kept {
  const parts: Part[] = [];
  return {
    keep: (part) => {
      parts.unshift(part);
      return part;
    },
    stop: async () => {
      for (const part of parts.splice(0)) await part.stop();
    },
  };
}
