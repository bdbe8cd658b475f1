/** What a campaign prints at its end: a table that a person reads, then one JSON object on the last line. */
import { faults, type FaultKind } from './fault-kinds.ts';
import type { Shown } from './journal.ts';
import type { Finding, FindingKind } from './oracle.ts';

export type Outcome = {
  readonly seed: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly shown: readonly Shown[];
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** Of the planned faults, those that found nothing to break in time. */
  readonly notInflicted: readonly string[];
  /** What was shown only when everything had healed. */
  readonly late: readonly string[];
  readonly findings: readonly Finding[];
};

const questions: Readonly<Record<FindingKind, string>> = {
  lost: 'words lost',
  duplicate: 'duplicates',
  ended: 'calls ended by us',
  ghost: 'ghost bindings',
  refused: 'refused by the server',
  stuck: 'never came to be shown',
};

/** Prints it and sets the exit code. */
export function report(outcome: Outcome): void {
  const { seed, minutes, rounds, shown, notInflicted, late, findings } = outcome;
  const made = (kind: Shown['kind']): number => shown.filter((promise) => promise.kind === kind).length;
  const found = (kind: FindingKind): number => findings.filter((finding) => finding.kind === kind).length;
  const kinds = Object.keys(questions) as FindingKind[];
  const inflicted = [...outcome.faults].map(([kind, count]) => [faults[kind].words, count] as const);
  const rows: (readonly [string, number])[] = [
    ['rounds', rounds],
    ['calls', made('call')],
    ['tickets', made('ticket')],
    ['drafts kept', made('draft')],
    ['notes', made('note')],
    ['states and priorities', made('state') + made('priority')],
    ...inflicted.map(([words, count]) => [`! ${words}`, count] as const),
    ['faults not inflicted', notInflicted.length],
    ['shown only in peace', late.length],
    ...kinds.map((kind) => [questions[kind], found(kind)] as const),
  ];
  console.log('');
  for (const [words, count] of rows) console.log(`  ${words.padEnd(34)} ${String(count).padStart(5)}`);
  for (const what of notInflicted) console.log(`  not inflicted: ${what}`);
  for (const what of late) console.log(`  shown only in peace: ${what}`);
  for (const { kind, what } of findings) console.log(`  FOUND, ${questions[kind]}: ${what}`);
  const pass = findings.length === 0 && made('note') > 0;
  console.log(
    JSON.stringify({
      name: 'faults',
      seed,
      minutes,
      rounds,
      shown: shown.length,
      faults: inflicted.reduce((sum, [, count]) => sum + count, 0),
      notInflicted: notInflicted.length,
      late: late.length,
      ...Object.fromEntries(kinds.map((kind) => [kind, found(kind)])),
      pass,
    }),
  );
  process.exitCode = pass ? 0 : 1;
}
