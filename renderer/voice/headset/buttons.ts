import type { ButtonBit, ButtonName, Controls } from './controls.ts';
import { dark, type Lights } from './lights.ts';

/** What a person did on the headset. `hook` and `mute` of a button that has no position: turn over what is now. */
export type ButtonEvent =
  | { readonly type: 'offHook' }
  | { readonly type: 'onHook' }
  | { readonly type: 'hook' }
  | { readonly type: 'muted'; readonly on: boolean }
  | { readonly type: 'mute' }
  | { readonly type: 'flash' }
  | { readonly type: 'drop' }
  | { readonly type: 'reject' };

/** What is known of one headset between its reports. Instants in milliseconds of a steady clock. */
export type ButtonState = {
  /** The bits as last reported; a bit that was never reported counts as down. */
  readonly bits: ReadonlySet<ButtonName>;
  readonly pressedAt: ReadonlyMap<ButtonName, number>;
  readonly asked: Lights;
  readonly muteAskedAt: number;
  /** Positions of the hook that the headset will report because we asked for them. */
  readonly hookEchoes: readonly { readonly offHook: boolean; readonly until: number }[];
  readonly answeredAt: number;
};

export const untouched: ButtonState = {
  bits: new Set(),
  pressedAt: new Map(),
  asked: dark,
  muteAskedAt: Number.NEGATIVE_INFINITY,
  hookEchoes: [],
  answeredAt: Number.NEGATIVE_INFINITY,
};

/** A contact that bounces, or a button reported twice, in milliseconds. */
const bounceMs = 150;
/** Some headsets report the mute that they were asked for as a press of their own, in milliseconds. */
const muteEchoMs = 300;
/** A wireless headset takes that long to wake up and report the hook that it was asked for, in milliseconds. */
const hookEchoMs = 2_000;
/** A hook that springs back says «on the hook» right after the answer (WICG/webhid#61), in milliseconds. */
const springMs = 600;

/** The headset was sent these lights. */
export function withLights(state: ButtonState, lights: Lights, at: number): ButtonState {
  const { asked, bits } = state;
  const hookTurns = lights.offHook !== asked.offHook && lights.offHook !== bits.has('hook');
  return {
    ...state,
    asked: lights,
    muteAskedAt: lights.mute === asked.mute ? state.muteAskedAt : at,
    hookEchoes: hookTurns
      ? [...state.hookEchoes, { offHook: lights.offHook, until: at + hookEchoMs }]
      : state.hookEchoes,
  };
}

/** Reads one input report. @param data without the report's id */
export function readReport(
  controls: Controls,
  before: ButtonState,
  report: { readonly reportId: number; readonly data: DataView; readonly at: number },
): readonly [state: ButtonState, events: readonly ButtonEvent[]] {
  const events: ButtonEvent[] = [];
  let state = before;
  for (const button of controls.buttons) {
    if (button.reportId !== report.reportId || button.bit >> 3 >= report.data.byteLength) continue;
    const up = (report.data.getUint8(button.bit >> 3) & (1 << (button.bit & 7))) !== 0;
    const [next, event] =
      button.kind === 'press' ? press(state, button, up, report.at) : turn(state, button, up, report.at);
    const bits = new Set(next.bits);
    if (up) bits.add(button.name);
    else bits.delete(button.name);
    state = { ...next, bits };
    if (event !== undefined) events.push(event);
  }
  return [state, events];
}

type Step = readonly [state: ButtonState, event: ButtonEvent | undefined];

/** Some send 1 and then 0, some a 1 each time. */
function press(state: ButtonState, { name }: ButtonBit, up: boolean, at: number): Step {
  if (!up) return [state, undefined];
  const last = state.pressedAt.get(name) ?? Number.NEGATIVE_INFINITY;
  const again = state.bits.has(name) && at - last < springMs;
  if (again || at - last < bounceMs) return [state, undefined];
  if (name === 'mute' && at - state.muteAskedAt < muteEchoMs) return [state, undefined];
  return [{ ...state, pressedAt: new Map(state.pressedAt).set(name, at) }, { type: name }];
}

function turn(state: ButtonState, { name }: ButtonBit, up: boolean, at: number): Step {
  if (state.bits.has(name) === up) return [state, undefined];
  if (name !== 'hook') return [state, up === state.asked.mute ? undefined : { type: 'muted', on: up }];
  const waiting = state.hookEchoes.filter(({ until }) => until >= at);
  const echo = waiting.findIndex(({ offHook }) => offHook === up);
  const next = { ...state, hookEchoes: waiting.filter((_, index) => index !== echo) };
  // What the headset was asked for is no wish of the person's.
  if (echo >= 0 || up === state.asked.offHook) return [next, undefined];
  if (!up && at - state.answeredAt < springMs) return [next, undefined];
  return [up ? { ...next, answeredAt: at } : next, { type: up ? 'offHook' : 'onHook' }];
}
