import { describe, expect, test } from 'vitest';
import { parseWindowState, writeWindowState } from '../../../electron/windows/window-state.ts';

const laptop = { x: 0, y: 0, width: 1920, height: 1080 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const usual = { bounds: undefined, maximised: false };

describe('where the window opens', () => {
  test('is where it was', () => {
    const bounds = { x: 100, y: 50, width: 1200, height: 700 };
    const text = writeWindowState({ bounds, maximised: true });
    expect(parseWindowState(text, [laptop])).toEqual({ bounds, maximised: true });
  });

  test('may be a display on the left', () => {
    const bounds = { x: -1200, y: 10, width: 800, height: 600 };
    expect(parseWindowState(writeWindowState({ bounds, maximised: false }), [laptop, left]).bounds).toEqual(bounds);
  });

  test.each([
    ['its display was unplugged', { x: -1200, y: 10, width: 800, height: 600 }],
    ['its title bar is above the display', { x: 100, y: -20, width: 800, height: 600 }],
    ['its title bar is below the display', { x: 100, y: 1070, width: 800, height: 600 }],
    ['too little of it is left', { x: 1850, y: 100, width: 800, height: 600 }],
    ['it is too small', { x: 0, y: 0, width: 20, height: 20 }],
    ['it is absurdly large', { x: 0, y: 0, width: 90_000, height: 700 }],
  ])('is the usual place when %s', (_, bounds) => {
    expect(parseWindowState(writeWindowState({ bounds, maximised: false }), [laptop])).toEqual(usual);
  });

  test.each([
    null,
    '',
    '{',
    '[]',
    '7',
    '{"x":"1","y":0,"width":800,"height":600}',
    '{"x":0.5,"y":0,"width":800,"height":600}',
  ])('is the usual place when the file says %s', (text) => {
    expect(parseWindowState(text, [laptop])).toEqual(usual);
  });

  test('stays maximised even where the place is gone', () => {
    const text = writeWindowState({ bounds: { x: 9000, y: 0, width: 800, height: 600 }, maximised: true });
    expect(parseWindowState(text, [laptop])).toEqual({ bounds: undefined, maximised: true });
  });
});
