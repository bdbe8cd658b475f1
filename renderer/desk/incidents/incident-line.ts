import type { Instant } from '../../../domain/ids.ts';
import type { Incident, IncidentCode } from '../../../domain/wire/incident.ts';

/** One line of what happened: what went and is back is one, with how long it was away. */
export type IncidentLine = {
  readonly at: Instant;
  readonly incident: Incident;
  /** Milliseconds; null where it did not last, or is not known to have ended. */
  readonly ms: number | null;
};

/** What comes back, and what had gone. */
const goneBefore = {
  'line-back': 'line-lost',
  'microphone-back': 'microphone-lost',
  'server-back': 'server-lost',
  'second-place-back': 'second-place-lost',
  'desk-back': 'desk-lost',
  'phone-back': 'phone-lost',
  'system-woke': 'system-slept',
} as const satisfies Partial<Record<IncidentCode, IncidentCode>>;

/** Lines to show, the newest first. @param incidents the oldest first */
export function incidentLines(incidents: readonly Incident[]): IncidentLine[] {
  const lines: IncidentLine[] = [];
  /** Index of the line of what has gone and is not back. */
  const gone = new Map<IncidentCode, number>();
  for (const incident of incidents) {
    const { at, code } = incident;
    const ms = 'ms' in incident ? incident.ms : null;
    const before = isBack(code) ? goneBefore[code] : undefined;
    const index = before === undefined ? undefined : gone.get(before);
    const line = index === undefined ? undefined : lines[index];
    if (before !== undefined && index !== undefined && line !== undefined) {
      gone.delete(before);
      lines[index] = { ...line, ms: ms ?? Math.max(0, Date.parse(at) - Date.parse(line.at)) };
      continue;
    }
    // What was away when the program ended is not what comes back in the next run.
    if (code === 'app-started') gone.clear();
    gone.set(code, lines.length);
    lines.push({ at, incident, ms });
  }
  return lines.reverse();
}

function isBack(code: IncidentCode): code is keyof typeof goneBefore {
  return Object.hasOwn(goneBefore, code);
}
