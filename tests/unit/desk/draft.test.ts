import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { Store } from '../../../renderer/store/contract.ts';
import { createDraftKeeper, restAfter, type DraftState } from '../../../renderer/desk/ticket/draft.ts';

const delay = 150;
let saved: string[];
let aside: string[];
let states: DraftState[];
let answer: () => Promise<Result<{ savedAt: string }>>;

function keeper({ kept = '' }: { kept?: string | null } = {}) {
  const request = ((_: string, { text }: { text: string }) => {
    saved.push(text);
    return answer();
  }) as unknown as Store['request'];
  const keepAside: Store['keepAside'] = ({ text }) => void aside.push(text);
  return createDraftKeeper({
    store: { request, keepAside },
    key: 'note:1',
    delay,
    kept,
    onState: (state) => states.push(state),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  aside = [];
  states = [];
  answer = () => Promise.resolve(success({ savedAt: '' }));
});
afterEach(() => vi.useRealTimers());

describe('a text that is being typed', () => {
  it('is written at most 150 ms after its first new letter, however fast one types', async () => {
    const draft = keeper();
    for (const text of ['B', 'Bo', 'Bon', 'Bonj', 'Bonjo']) {
      draft.type(text);
      await vi.advanceTimersByTimeAsync(40);
    }
    expect(saved).toEqual(['Bonj']);
    await vi.advanceTimersByTimeAsync(delay);
    expect(saved).toEqual(['Bonj', 'Bonjo']);
    expect(states.at(-1)).toBe('kept');
  });

  it('is on its way to the disk in the turn in which its field goes, for the field that takes its place', async () => {
    const draft = keeper();
    draft.type('Bonjour');
    draft.leave();
    expect(saved).toEqual(['Bonjour']);
    await vi.advanceTimersByTimeAsync(delay);
    expect(saved).toEqual(['Bonjour']);
  });

  it('is not said to be kept before the disk has it', async () => {
    let onDisk = (): void => undefined;
    answer = () =>
      new Promise((resolve) => {
        onDisk = () => resolve(success({ savedAt: '' }));
      });
    const draft = keeper();
    draft.type('Bonjour');
    await vi.advanceTimersByTimeAsync(delay);
    expect(states).toEqual(['typing']);
    onDisk();
    await vi.advanceTimersByTimeAsync(0);
    expect(states).toEqual(['typing', 'kept']);
  });

  it('is kept aside while an earlier write of it waits, and written after that', async () => {
    let onDisk = (): void => undefined;
    answer = () =>
      new Promise((resolve) => {
        onDisk = () => resolve(success({ savedAt: '' }));
      });
    const draft = keeper();
    draft.type('Bon');
    await vi.advanceTimersByTimeAsync(delay);
    draft.type('Bonj');
    draft.type('Bonjour');
    await vi.advanceTimersByTimeAsync(delay);
    draft.type('Bonjour, Madame');
    await vi.advanceTimersByTimeAsync(delay);
    expect([saved, aside]).toEqual([['Bon'], ['Bonjour', 'Bonjour, Madame']]);
    onDisk();
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toEqual(['Bon', 'Bonjour, Madame']);
    onDisk();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('kept');
    expect(aside).toHaveLength(2);
  });

  it('stays to be written when the disk refuses it', async () => {
    answer = () => Promise.resolve(failure('STORE_FULL'));
    const draft = keeper();
    draft.type('Bonjour');
    await vi.advanceTimersByTimeAsync(delay);
    expect(states.at(-1)).toBe('failed');
    answer = () => Promise.resolve(success({ savedAt: '' }));
    expect(await draft.flush()).toMatchObject({ ok: true });
    expect(saved).toEqual(['Bonjour', 'Bonjour']);
    expect(states.at(-1)).toBe('kept');
  });

  it('is kept by itself as soon as the disk has room again, and said to be; what was left is tried once', async () => {
    answer = () => Promise.resolve(failure('STORE_FULL'));
    const [draft, leftBehind] = [keeper(), keeper()];
    draft.type('Bonjour');
    leftBehind.type('Ailleurs');
    await vi.advanceTimersByTimeAsync(delay);
    leftBehind.leave();
    answer = () => Promise.resolve(success({ savedAt: '' }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(saved).toEqual(['Bonjour', 'Ailleurs', 'Ailleurs', 'Bonjour']);
    expect(states.at(-1)).toBe('kept');
  });

  it('is written at once when it is about to be sent or left', async () => {
    const draft = keeper();
    draft.type('Bonjour');
    await draft.flush();
    expect(saved).toEqual(['Bonjour']);
    await vi.advanceTimersByTimeAsync(delay * 2);
    expect(saved).toEqual(['Bonjour']);
  });

  it('never lets an older text land on a newer one', async () => {
    const waiting: (() => void)[] = [];
    answer = () => new Promise((resolve) => waiting.push(() => resolve(success({ savedAt: '' }))));
    const draft = keeper();
    draft.type('un');
    await vi.advanceTimersByTimeAsync(delay);
    draft.type('deux');
    await vi.advanceTimersByTimeAsync(delay);
    expect(saved).toEqual(['un']);
    waiting[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toEqual(['un', 'deux']);
  });

  it('is typed at the end of what was kept, however late that is read, and neither is written over nor doubled', async () => {
    const draft = keeper({ kept: null });
    draft.type('de la ligne');
    await vi.advanceTimersByTimeAsync(delay * 10);
    // Written by now, it would be what is read.
    expect(saved).toEqual([]);
    expect(draft.begin('Coupures ')).toBe('Coupures de la ligne');
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toEqual(['Coupures de la ligne']);
    expect(states.at(-1)).toBe('kept');
  });

  it.each([
    ['Coupures ', 'de la ligne', '', 'Coupures de la ligne'],
    ['Coupures ', 'Coupures de la ligne', '', 'Coupures de la ligne'],
    ['Box qui redémarre', 'Box en', 'Box', 'Box qui redémarre en'],
    ['Box qui redémarre', 'Décodeur', 'Box', 'Décodeur'],
    ['', 'Box en', 'Box', 'Box en'],
  ])('of which "%s" was kept and "%s" was typed where "%s" stood is "%s"', (kept, typed, shown, text) => {
    const draft = keeper({ kept: null });
    draft.type(typed);
    expect(draft.begin(kept, shown)).toBe(text);
  });

  it('is what was kept where nothing was typed meanwhile', async () => {
    const draft = keeper({ kept: null });
    expect(draft.begin('Coupures')).toBe('Coupures');
    await vi.advanceTimersByTimeAsync(delay);
    expect(saved).toEqual([]);
  });

  it('tells what it wrote last, which is what is sent', async () => {
    const draft = keeper();
    draft.type('Bonjour');
    await draft.flush();
    draft.type('Bonjour et');
    expect(draft.written()).toBe('Bonjour');
    expect(restAfter(draft.written(), 'Bonjour et merci')).toBe('et merci');
    // Changed in its middle while it was on its way: nobody knows which words are new.
    expect(restAfter(draft.written(), 'Bon jour')).toBe('Bon jour');
    expect(restAfter(draft.written(), 'Bonjour')).toBe('');
    // What came from the agent's other desk in its place is what the store sends.
    draft.replaced('Bonsoir');
    expect(draft.written()).toBe('Bonsoir');
  });
});
