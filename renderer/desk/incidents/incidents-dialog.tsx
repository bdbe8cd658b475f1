import {
  AppWindow,
  Copy,
  Database,
  MicOff,
  Monitor,
  Moon,
  Phone,
  Server,
  Stethoscope,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Incident } from '../../../domain/wire/incident.ts';
import { useActions } from '../actions/use-action.ts';
import { useNow } from '../data/use-now.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useSay } from '../notices/use-notices.ts';
import { bridgeErrorCode } from '../phone/phone-client.ts';
import { dayKey, formatClock, formatDay, formatMoment } from '../words/time.ts';
import { useWords } from '../words/use-text.ts';
import { incidentLines, type IncidentLine } from './incident-line.ts';
import { causeText, incidentText, isSerious, subjectOf, type IncidentSubject } from './incident-words.ts';
import styles from './incidents.module.css';

const icons: Readonly<Record<IncidentSubject, typeof Phone>> = {
  phone: Phone,
  server: Server,
  data: Database,
  desk: Monitor,
  microphone: MicOff,
  app: AppWindow,
  sleep: Moon,
};

/** What happened on this desk and how it ended, in plain sentences: for the agent, and to be read to whoever helps. */
export default function IncidentsDialog({ onClose }: { readonly onClose: () => void }) {
  const { text, locale } = useWords();
  const actions = useActions();
  const say = useSay();
  const incidents = useIncidents();
  const days = useMemo(() => byDay(incidentLines(incidents ?? [])), [incidents]);
  const now = useNow(60_000);
  const copy = (): void => {
    const told = days.flatMap(([, lines]) => lines).map((line) => plainLine(line, text, locale));
    void navigator.clipboard.writeText(told.join('\n')).then(() => say.good('incidents.copied'));
  };
  return (
    <Dialog title={text('incidents.title')} size="medium" onClose={onClose}>
      <div className={styles.body} role="region" tabIndex={0} aria-label={text('incidents.title')}>
        {incidents !== null && days.length === 0 ? <p className={styles.none}>{text('incidents.none')}</p> : null}
        {days.map(([day, lines]) => (
          <section key={day} aria-label={formatDay(lines[0]?.at ?? '', now, locale, text)}>
            <h3 className={styles.day}>{formatDay(lines[0]?.at ?? '', now, locale, text)}</h3>
            <ul className={styles.lines}>
              {lines.map((line, index) => (
                <Line key={`${line.at} ${index}`} line={line} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className={styles.foot}>
        <p>{text('incidents.hint')}</p>
        <Button
          kind="outlined"
          icon={<Stethoscope size={15} />}
          onClick={() => {
            onClose();
            actions.run('desk.diagnostics');
          }}
        >
          {text('incidents.diagnostics')}
        </Button>
        <Button kind="outlined" icon={<Copy size={15} />} disabled={days.length === 0} onClick={copy}>
          {text('incidents.copy')}
        </Button>
      </div>
    </Dialog>
  );
}

function Line({ line }: { readonly line: IncidentLine }) {
  const { text, locale } = useWords();
  const serious = isSerious(line);
  const Icon = serious ? TriangleAlert : icons[subjectOf[line.incident.code]];
  const cause = causeText(line, text);
  return (
    <li className={styles.line} data-serious={serious ? '' : undefined}>
      <time dateTime={line.at} title={formatMoment(line.at, locale)}>
        {formatClock(line.at, locale)}
      </time>
      <Icon size={15} className={styles.icon} aria-hidden="true" />
      <p className={styles.words}>
        {incidentText(line, text)}
        {cause === null ? null : <span className={styles.cause}> {cause}</span>}
      </p>
    </li>
  );
}

/** Null until the shell has answered. Asked again whenever something happens meanwhile. */
function useIncidents(): readonly Incident[] | null {
  const { bridge } = useServices();
  const say = useSay();
  const [incidents, setIncidents] = useState<readonly Incident[] | null>(null);
  useEffect(() => {
    let current = true;
    const read = (): void => {
      bridge.request('desk:incidents', null).then(
        (all) => {
          if (current) setIncidents(all);
        },
        (error: unknown) => say.error(bridgeErrorCode(error, 'SHELL_FAILED')),
      );
    };
    read();
    const stop = bridge.on('desk:incident', read);
    return () => {
      current = false;
      stop();
    };
  }, [bridge, say]);
  return incidents;
}

function byDay(lines: readonly IncidentLine[]): (readonly [string, readonly IncidentLine[]])[] {
  const days = new Map<string, IncidentLine[]>();
  for (const line of lines) {
    const key = dayKey(line.at);
    days.set(key, [...(days.get(key) ?? []), line]);
  }
  return [...days];
}

function plainLine(line: IncidentLine, text: ReturnType<typeof useWords>['text'], locale: string): string {
  const cause = causeText(line, text);
  return `${formatMoment(line.at, locale)}  ${incidentText(line, text)}${cause === null ? '' : ` ${cause}`}`;
}
