import { expect, it } from 'vitest';
import type { AgentPresence } from '../../../domain/agent/presence.ts';
import { newId, type Id } from '../../../domain/ids.ts';
import { LiveQueries } from '../../../renderer/store/live-queries.ts';
import type { View } from '../../../renderer/store/queries/view.ts';
import { Touched } from '../../../renderer/store/touched.ts';
import { Turns } from '../../../renderer/store/turns.ts';

const [karim, ticket] = [newId(), newId()];
const quiet: AgentPresence = {
  state: 'doNotDisturb',
  since: '2026-03-12T10:00:00.000Z',
  reason: null,
  until: null,
};

it('a colleague who leaves while other questions are being answered is gone on screen, too', async () => {
  let presence: ReadonlyMap<Id, AgentPresence> = new Map([[karim, quiet]]);
  /** What else happens while the files of a ticket are being looked up. */
  let meanwhile = (): void => undefined;
  const shown: number[] = [];
  const view = (): View =>
    ({
      presence,
      files: () => {
        meanwhile();
        return [];
      },
    }) as Partial<View> as View;
  const turns = new Turns();
  const live = new LiveQueries({
    ask: (job) => turns.run('desk', () => job(view())),
    after: () => () => undefined,
    onAnswer: (name, _argument, answer) => {
      if (name === 'presence') shown.push((answer as readonly unknown[]).length);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  const touched = new Touched();
  touched.presence = true;
  touched.files.add(ticket);
  meanwhile = () => {
    meanwhile = () => undefined;
    presence = new Map();
    live.changed(touched, false);
  };
  const answered = (): void => undefined;
  live.add({ key: 1, name: 'waitingFiles', argument: { ticketId: ticket }, ahead: false, answered });
  live.add({ key: 2, name: 'presence', argument: null, ahead: false, answered });
  await expect.poll(() => shown).toEqual([1, 0]);
});

it('what is shown is answered before what is only to be at hand, and alone is told of', async () => {
  const view = { presence: new Map(), files: () => [] } as Partial<View> as View;
  const [answered, told]: [number[], string[]] = [[], []];
  const live = new LiveQueries({
    ask: (job) => job(view),
    after: () => () => undefined,
    onAnswer: (name) => told.push(name),
    onFailure: (error) => {
      throw error;
    },
  });
  const add = (key: number, ahead: boolean) =>
    live.add({ key, name: 'presence', argument: null, ahead, answered: () => answered.push(key) });
  add(1, true);
  add(2, false);
  await expect.poll(() => answered).toEqual([2, 1]);
  expect(told).toEqual(['presence']);
});

it('while rows pour in, how many came is told each time, and what they say less and less often', async () => {
  const [asked, later]: [string[], { ms: number; run: () => void }[]] = [[], []];
  let asks = 0;
  const live = new LiveQueries({
    ask: (job) => {
      const presence = new Map([[newId(), { ...quiet, reason: String(asks++) }]]);
      return job({ presence } as Partial<View> as View);
    },
    after: (ms, run) => {
      const timer = { ms, run };
      later.push(timer);
      return () => void later.splice(later.indexOf(timer), 1);
    },
    onAnswer: (name) => asked.push(name),
    onFailure: (error) => {
      throw error;
    },
  });
  live.add({ key: 1, name: 'presence', argument: null, ahead: false, answered: () => undefined });
  await expect.poll(() => asked).toEqual(['presence']);
  const [rows, count] = [new Touched(), new Touched()];
  rows.presence = true;
  count.status = true;
  const delays: number[] = [];
  for (let round = 0; round < 5; round++) {
    live.changed(rows, true);
    live.changed(count, false);
    live.changed(rows, true);
    await Promise.resolve();
    expect(asked).toHaveLength(round + 1);
    expect(later).toHaveLength(1);
    delays.push(later[0]?.ms ?? 0);
    later.shift()?.run();
    await expect.poll(() => asked).toHaveLength(round + 2);
  }
  expect(delays).toEqual([250, 500, 1000, 2000, 2000]);

  live.changed(rows, true);
  live.catchUp();
  await expect.poll(() => asked).toHaveLength(7);
  expect(later).toHaveLength(0);
  live.changed(rows, true);
  expect(later.map(({ ms }) => ms)).toEqual([250]);
});
