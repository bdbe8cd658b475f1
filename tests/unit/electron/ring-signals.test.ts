import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RingSignals, type NotificationWish } from '../../../electron/ring/ring-signals.ts';
import { withStateMark } from '../../../electron/ring/state-mark.ts';
import { nativeWords } from '../../../electron/windows/native-words.ts';
import { Presence, type PhoneStatus } from '../../../renderer/bridges/phone-status.ts';

const callId = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const idle: PhoneStatus = { presence: 'available', ringing: [] };
const ringing = (...ids: readonly string[]): PhoneStatus => ({
  presence: 'ringing',
  ringing: ids.map((id) => ({ callId: id, title: '0261910012', detail: 'assistance' })),
});
const roussel = { callId, title: 'Annick Roussel', detail: '02 61 91 00 12, assistance' };

function signals({ inFront = false } = {}) {
  const shown: (NotificationWish & { open: boolean })[] = [];
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void calls.push([name, ...given]);
  const ring = new RingSignals({
    isInFront: () => inFront,
    attention: note('attention'),
    toFront: note('toFront'),
    notify: (wish) => {
      const notification = { ...wish, open: true };
      shown.push(notification);
      return { close: () => (notification.open = false) };
    },
    badge: note('badge'),
    tray: note('tray'),
    act: note('act'),
    words: () => nativeWords('fr'),
  });
  return { ring, shown, calls };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a ringing call', () => {
  it('is in the window, the badge, the tray and a notification, and in none of them once it ends', () => {
    const { ring, shown, calls } = signals();
    ring.use(idle);
    ring.use(ringing(callId));
    ring.name(roussel);
    expect(calls).toContainEqual(['attention', true]);
    expect(calls).toContainEqual(['badge', 1]);
    expect(calls.at(-1)).toEqual(['tray', 'ringing', roussel]);
    expect(shown).toMatchObject([
      {
        title: 'Annick Roussel',
        body: 'Appel entrant, 02 61 91 00 12, assistance',
        actions: ['Répondre', 'Rejeter'],
        open: true,
      },
    ]);
    ring.use({ presence: 'inCall', ringing: [] });
    expect(shown).toMatchObject([{ open: false }]);
    expect(calls.slice(-3)).toEqual([
      ['attention', false],
      ['badge', 0],
      ['tray', 'inCall', undefined],
    ]);
  });

  it('is told in the phone’s words when no desk is there to know better, and only once', () => {
    const { ring, shown } = signals();
    ring.use(ringing(callId));
    expect(shown).toEqual([]);
    vi.runAllTimers();
    ring.name(roussel);
    ring.use(ringing(callId));
    vi.runAllTimers();
    expect(shown).toMatchObject([{ title: '0261910012', body: 'Appel entrant, assistance' }]);
  });

  it('needs no notification while the desk has the focus', () => {
    const { ring, shown, calls } = signals({ inFront: true });
    ring.use(ringing(callId));
    vi.runAllTimers();
    expect(shown).toEqual([]);
    expect(calls).toContainEqual(['attention', true]);
  });

  it('that ends at once is not told any more', () => {
    const { ring, shown } = signals();
    ring.use(ringing(callId));
    ring.use(idle);
    ring.name(roussel);
    vi.runAllTimers();
    expect(shown).toEqual([]);
  });

  it('is answered or rejected from its notification', () => {
    const { ring, shown, calls } = signals();
    ring.use(ringing(callId, other));
    vi.runAllTimers();
    shown[0]?.onAction(0);
    expect(calls.slice(-2)).toEqual([['act', 'answer', callId], ['toFront']]);
    shown[1]?.onAction(1);
    expect(calls.at(-1)).toEqual(['act', 'reject', other]);
    shown[1]?.onAction(7);
    shown[1]?.onClick();
    expect(calls.at(-1)).toEqual(['toFront']);
  });

  it('of a caller who hides is said to be that', () => {
    const { ring, shown } = signals();
    ring.use({ presence: 'ringing', ringing: [{ callId, title: '', detail: '' }] });
    vi.runAllTimers();
    expect(shown).toMatchObject([{ title: 'Numéro masqué', body: 'Appel entrant' }]);
  });
});

describe('the sign of a state', () => {
  const size = 32;
  const blank = new Uint8Array(size * size * 4);
  const shapeOf = (presence: Presence): string => {
    const painted = withStateMark(blank, size, presence);
    return Array.from({ length: size * size }, (_, index) => (painted[index * 4 + 3] === 0xff ? '#' : '.')).join('');
  };

  it('has a shape of its own for each state, and leaves the icon as it is for none', () => {
    expect(shapeOf('none')).not.toContain('#');
    const shapes = Presence.options.map(shapeOf);
    expect(new Set(shapes).size).toBe(Presence.options.length);
    expect(blank.every((byte) => byte === 0)).toBe(true);
  });
});
