import type { IncidentCode } from '../../../domain/wire/incident.ts';
import { errorText } from '../words/labels.ts';
import { formatDuration } from '../words/time.ts';
import type { Text } from '../words/use-text.ts';
import type { IncidentLine } from './incident-line.ts';

const sentence: Readonly<Record<IncidentCode, string>> = {
  'line-lost': 'incident.line-lost',
  'line-back': 'incident.line-back',
  'call-gap': 'incident.call-gap',
  'call-cut': 'incident.call-cut',
  'microphone-lost': 'incident.microphone-lost',
  'microphone-back': 'incident.microphone-back',
  'server-lost': 'incident.server-lost',
  'server-back': 'incident.server-back',
  'session-ended': 'incident.session-ended',
  'store-damaged': 'incident.store-damaged',
  'store-rebuilt': 'incident.store-rebuilt',
  'store-restarted': 'incident.store-restarted',
  'store-dropped': 'incident.store-dropped',
  'outbox-recovered': 'incident.outbox-recovered',
  'drafts-recovered': 'incident.drafts-recovered',
  'second-place-lost': 'incident.second-place-lost',
  'second-place-back': 'incident.second-place-back',
  'mutations-refused': 'incident.mutations-refused',
  'app-started': 'incident.app-started',
  'app-quit': 'incident.app-quit',
  'desk-lost': 'incident.desk-lost',
  'desk-back': 'incident.desk-back',
  'phone-lost': 'incident.phone-lost',
  'phone-back': 'incident.phone-back',
  'update-installed': 'incident.update-installed',
  'update-rolled-back': 'incident.update-rolled-back',
  'system-slept': 'incident.system-slept',
  'system-woke': 'incident.system-woke',
};

/** What happened, as one would tell a colleague. */
export function incidentText({ incident, ms }: IncidentLine, text: Text): string {
  return text(sentence[incident.code], {
    // Less than a second was still something.
    time: ms === null ? 'unknown' : formatDuration(Math.max(1, Math.round(ms / 1000))),
    inCall: 'inCall' in incident && incident.inCall ? 'yes' : 'no',
    reason: 'reason' in incident ? incident.reason : '',
    why: 'why' in incident ? incident.why : '',
    after: 'after' in incident ? incident.after : '',
    version: 'version' in incident ? incident.version : '',
    count: 'count' in incident ? incident.count : 0,
  });
}

/** Why, in a sentence of its own; null where nothing more is known. */
export function causeText({ incident }: IncidentLine, text: Text): string | null {
  if (!('cause' in incident) || incident.cause === 'SHELL_FAILED') return null;
  return errorText(incident.cause, text);
}

/** Of what it tells: which icon stands before it. */
export type IncidentSubject = 'phone' | 'server' | 'data' | 'desk' | 'microphone' | 'app' | 'sleep';

export const subjectOf: Readonly<Record<IncidentCode, IncidentSubject>> = {
  'line-lost': 'phone',
  'line-back': 'phone',
  'call-gap': 'phone',
  'call-cut': 'phone',
  'phone-lost': 'phone',
  'phone-back': 'phone',
  'microphone-lost': 'microphone',
  'microphone-back': 'microphone',
  'server-lost': 'server',
  'server-back': 'server',
  'session-ended': 'server',
  'mutations-refused': 'server',
  'store-damaged': 'data',
  'store-rebuilt': 'data',
  'store-restarted': 'data',
  'store-dropped': 'data',
  'outbox-recovered': 'data',
  'drafts-recovered': 'data',
  'second-place-lost': 'data',
  'second-place-back': 'data',
  'desk-lost': 'desk',
  'desk-back': 'desk',
  'update-installed': 'app',
  'update-rolled-back': 'app',
  'system-slept': 'sleep',
  'system-woke': 'sleep',
  'app-started': 'app',
  'app-quit': 'app',
};

/** What cost the agent something is told from what passed by itself, by its mark and its colour. */
export function isSerious({ incident }: IncidentLine): boolean {
  return incident.code === 'call-cut' || incident.code === 'mutations-refused' || incident.code === 'store-damaged';
}
