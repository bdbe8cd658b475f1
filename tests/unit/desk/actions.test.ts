import { describe, expect, it, vi } from 'vitest';
import { createActionHub } from '../../../renderer/desk/actions/action-hub.ts';
import { actionIds, actions, typesText } from '../../../renderer/desk/actions/catalogue.ts';
import { allKeys, keyLabel, shownKey } from '../../../renderer/desk/actions/key-label.ts';

describe('the keys', () => {
  it('mean one thing each', () => {
    const keys = actionIds.flatMap((id) => actions[id].keys.map((key) => key.toLowerCase()));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('of a call act while text is being typed', () => {
    for (const id of ['call.answer', 'call.reject', 'call.end', 'call.mute', 'call.hold', 'call.keypad'] as const) {
      expect(actions[id].keys.some((key) => !typesText(key))).toBe(true);
    }
  });

  it('that type something are known', () => {
    expect(['m', 'Digit1', '/', 'Shift+?'].every(typesText)).toBe(true);
    expect(['F2', 'Control+k', 'Alt+ArrowDown', 'Control+Enter'].some(typesText)).toBe(false);
  });

  it('are printed as on the keyboard', () => {
    expect(keyLabel('Control+Shift+E', 'fr')).toBe('Ctrl+Maj+E');
    expect(keyLabel('Control+Shift+E', 'en')).toBe('Ctrl+Shift+E');
    expect(keyLabel('Shift+?', 'fr')).toBe('?');
    expect(keyLabel('Digit1', 'fr')).toBe('1');
    expect(allKeys(actions['desk.keys'].keys, 'fr')).toEqual(['?', 'F1']);
  });

  it('shown beside an action are those that act now', () => {
    expect(shownKey(actions['call.mute'].keys, 'fr')).toBe('M');
    expect(shownKey(actions['call.mute'].keys, 'fr', true)).toBe('F6');
    expect(shownKey(actions['ticket.note'].keys, 'fr', true)).toBe('R');
    expect(shownKey(actions['desk.signOut'].keys, 'fr')).toBeNull();
  });
});

describe('what can be done now', () => {
  it('is done by the part that offered it last, and by the one before when that is gone', () => {
    const hub = createActionHub();
    const desk = vi.fn();
    const call = vi.fn();
    hub.offer('ticket.new', desk);
    const withdraw = hub.offer('ticket.new', call);
    hub.run('ticket.new');
    withdraw();
    hub.run('ticket.new');
    expect([call.mock.calls.length, desk.mock.calls.length]).toEqual([1, 1]);
  });

  it('is done by the call that is up, though the list came on the screen after it', () => {
    const hub = createActionHub();
    const call = vi.fn();
    const desk = vi.fn();
    const withdraw = hub.offer('ticket.new', call, true);
    hub.offer('ticket.new', desk);
    hub.run('ticket.new');
    expect([call.mock.calls.length, desk.mock.calls.length]).toEqual([1, 0]);
    withdraw();
    hub.run('ticket.new');
    expect([call.mock.calls.length, desk.mock.calls.length]).toEqual([1, 1]);
  });

  it('is nothing when nobody offers it', () => {
    const hub = createActionHub();
    expect(hub.run('call.answer')).toBe(false);
    expect(hub.available('call.answer')).toBe(false);
    const changed = vi.fn();
    hub.subscribe(changed);
    hub.offer('call.answer', vi.fn())();
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
