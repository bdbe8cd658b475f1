/** What a caller's time on hold calls for. Seconds. */
export type HoldLimits = { readonly warning: number; readonly reminder: number };

/** `reminders`: how often the agent has been reminded by now; each one is worth being said. */
export type HoldTime = { readonly late: boolean; readonly reminders: number };

export function holdTime(seconds: number, { warning, reminder }: HoldLimits): HoldTime {
  const late = seconds >= warning;
  return { late, reminders: late ? Math.floor((seconds - warning) / Math.max(1, reminder)) : 0 };
}
