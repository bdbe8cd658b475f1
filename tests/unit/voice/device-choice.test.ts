import { describe, expect, it } from 'vitest';
import {
  deskOf,
  loadMemory,
  recall,
  recallLatest,
  remember,
  saveMemory,
  type DeskMemory,
} from '../../../renderer/voice/devices/desk-memory.ts';
import {
  afterChange,
  choose,
  startChoosing,
  type Choosing,
  type Move,
  type Plugged,
} from '../../../renderer/voice/devices/next-choice.ts';
import { belongTogether } from '../../../renderer/voice/devices/pair-headset.ts';

const plugged = (inputs: readonly string[], outputs: readonly string[]): Plugged => ({
  inputs: inputs.map((name) => ({ name, deviceId: `in ${name}` })),
  outputs: outputs.map((name) => ({ name, deviceId: `out ${name}` })),
});
const jabra = 'Jabra Evolve 65 Mono';
const bare = plugged(['Built-in Microphone'], ['Speakers']);
const withJabra = plugged(['Built-in Microphone', jabra], ['Speakers', jabra]);
const office = { microphone: 'Built-in Microphone', speaker: 'Speakers', ringer: 'Speakers' };
const onJabra = { microphone: jabra, speaker: jabra, ringer: 'Speakers' };

/** What is chosen after each state of the desk in turn. */
function sitting(start: Choosing, ...desks: readonly Plugged[]): { state: Choosing; moves: (Move | null)[] } {
  let [before] = desks;
  let state = start;
  const moves: (Move | null)[] = [];
  for (const now of desks.slice(1)) {
    const ids = (desk: Plugged | undefined) =>
      [...(desk?.inputs ?? []), ...(desk?.outputs ?? [])].map((d) => d.deviceId);
    const known = new Set(ids(before));
    const [next, move] = afterChange(state, before ?? now, now, new Set(ids(now).filter((id) => !known.has(id))));
    state = next;
    moves.push(move);
    before = now;
  }
  return { state, moves };
}

describe('a headset', () => {
  it.each([
    ['Headset Microphone (Jabra Evolve 65)', 'Headset Earphone (Jabra Evolve 65)'],
    ['Micro-casque (2- Plantronics Blackwire 3220 Series)', 'Écouteurs (2- Plantronics Blackwire 3220 Series)'],
    ['Jabra Evolve 65 Mono', 'Jabra Evolve 65 Analog Stereo'],
    ['AirPods Pro', 'AirPods Pro'],
    ['Headset Microphone', 'Headset'],
    ['Micro-casque (Realtek(R) Audio)', 'Casque (Realtek(R) Audio)'],
  ])('is %s with %s', (input, output) => {
    expect(belongTogether(input, output)).toBe(true);
  });

  it.each([
    ['Logitech C920', 'Speakers'],
    ['Built-in Microphone', 'Headset'],
    ['Microphone (Realtek(R) Audio)', 'LG 27UL (Intel(R) Display Audio)'],
    ['Microphone', 'Speakers'],
  ])('is not %s with %s', (input, output) => {
    expect(belongTogether(input, output)).toBe(false);
  });
});

describe('a headset that is plugged in', () => {
  const atWork = choose(startChoosing([], 'lea', bare), bare, office);

  it('becomes the device of calls, while it goes on ringing where it did', () => {
    const { state, moves } = sitting(atWork, bare, withJabra);
    expect(state.choice).toEqual(onJabra);
    expect(moves).toEqual([{ reason: 'plugged', device: jabra, used: jabra }]);
  });

  it('is taken though its two halves come one after the other', () => {
    const half = plugged(['Built-in Microphone'], ['Speakers', jabra]);
    const ids = new Set([`in ${jabra}`, `out ${jabra}`]);
    const [first] = afterChange(atWork, bare, half, new Set([`out ${jabra}`]));
    expect(first.choice).toEqual(office);
    const [both] = afterChange(first, half, withJabra, ids);
    expect(both.choice).toEqual(onJabra);
  });

  it('gives the former devices back when it is unplugged', () => {
    const { state, moves } = sitting(atWork, bare, withJabra, bare);
    expect(state.choice).toEqual(office);
    expect(moves[1]).toEqual({ reason: 'unplugged', device: jabra, used: 'Speakers' });
  });

  it('gives them back though something else was plugged in meanwhile', () => {
    const camera = 'Logitech C920';
    const withCamera = plugged(['Built-in Microphone', jabra, camera], ['Speakers', jabra]);
    const cameraAlone = plugged(['Built-in Microphone', camera], ['Speakers']);
    expect(sitting(atWork, bare, withJabra, withCamera, cameraAlone).state.choice).toEqual(office);
  });

  it('is left alone at this desk once the agent went back', () => {
    const { state } = sitting(atWork, bare, withJabra);
    const back = choose(state, withJabra, office);
    const { state: again, moves } = sitting(back, withJabra, bare, withJabra);
    expect(again.choice).toEqual(office);
    expect(moves).toEqual([null, null]);
  });

  it('is none when a camera or a screen comes', () => {
    const screen = plugged(['Built-in Microphone', 'Logitech C920'], ['Speakers', 'LG 27UL (Intel(R) Display Audio)']);
    const { state, moves } = sitting(atWork, bare, screen);
    expect(state.choice).toEqual(office);
    expect(moves).toEqual([null]);
  });
});

it('a chosen device that goes is missed, stays chosen, and is used again when it returns', () => {
  const chosen = choose(startChoosing([], 'lea', withJabra), withJabra, onJabra);
  const { state, moves } = sitting(chosen, withJabra, bare, withJabra);
  expect(state.choice).toEqual(onJabra);
  expect(moves).toEqual([
    { reason: 'unplugged', device: jabra, used: null },
    { reason: 'plugged', device: jabra, used: jabra },
  ]);
});

describe('the memory of desks', () => {
  const memory = remember(
    remember([], 'lea', deskOf(bare.inputs, bare.outputs), office),
    'lea',
    deskOf(withJabra.inputs, withJabra.outputs),
    onJabra,
  );

  it('knows each desk by what is plugged in there, in any order, for each agent', () => {
    const desk = deskOf([...withJabra.inputs].reverse(), [...withJabra.outputs].reverse());
    expect(recall(memory, 'lea', desk)).toEqual(onJabra);
    expect(recall(memory, 'lea', deskOf(bare.inputs, bare.outputs))).toEqual(office);
    expect(recall(memory, 'karim', desk)).toBeUndefined();
    expect(recallLatest(memory, 'lea')).toEqual(onJabra);
    expect(startChoosing(memory, 'karim', bare).choice).toEqual({ microphone: null, speaker: null, ringer: null });
    expect(startChoosing(memory, 'lea', plugged(['Other'], ['Other'])).choice).toEqual(onJabra);
  });

  it('is kept, up to a bound, and is empty when nothing readable was kept', () => {
    let kept = '';
    saveMemory({ setItem: (_, value) => (kept = value) }, memory);
    expect(loadMemory({ getItem: () => kept })).toEqual(memory);
    for (const text of [null, '', '{', '7', '[{"agentId":7}]']) expect(loadMemory({ getItem: () => text })).toEqual([]);
    const many = Array.from({ length: 300 }, (_, index) => `desk ${index}`).reduce<DeskMemory>(
      (all, desk) => remember(all, 'lea', desk, office),
      [],
    );
    expect(many).toHaveLength(200);
    expect(recall(many, 'lea', 'desk 299')).toEqual(office);
  });
});
