import type { RTCSession } from 'jssip/lib/RTCSession.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Farewell } from '../../../renderer/voice/sip/farewell.ts';
import { LineLink } from '../../../renderer/voice/sip/line-link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Handlers = Record<'onSuccessResponse' | 'onDialogError' | 'onTransportError' | 'onRequestTimeout', () => void>;

function call() {
  const world = { up: true, ended: false, byes: [] as Handlers[], terminated: 0 };
  const session = {
    isEnded: () => world.ended,
    sendRequest: (_: string, { eventHandlers }: { eventHandlers: Handlers }) => void world.byes.push(eventHandlers),
    terminate: () => {
      world.terminated += 1;
      world.ended = true;
    },
  };
  const link = new LineLink(() => world.up);
  const farewell = new Farewell(session as unknown as RTCSession, link);
  return { world, link, farewell };
}

it('the call is over when the PBX has answered the BYE, whatever it says', () => {
  for (const answer of ['onSuccessResponse', 'onDialogError'] as const) {
    const { world, farewell } = call();
    farewell.say();
    expect(world).toMatchObject({ ended: false });
    world.byes[0]?.[answer]();
    expect(world).toMatchObject({ ended: true, terminated: 1 });
    expect(world.byes).toHaveLength(1);
  }
});

it('without a line nothing leaves until there is one', () => {
  const { world, link, farewell } = call();
  world.up = false;
  farewell.say();
  expect(world.byes).toHaveLength(0);
  world.up = true;
  link.tell('verified');
  expect(world.byes).toHaveLength(1);
});

it('a BYE that went into a dead socket is sent again over the next one', () => {
  const { world, link, farewell } = call();
  farewell.say();
  link.tell('verified');
  expect(world.byes).toHaveLength(1);
  world.byes[0]?.onTransportError();
  link.tell('down');
  link.tell('verified');
  expect(world.byes).toHaveLength(2);
  world.byes[1]?.onSuccessResponse();
  expect(world.ended).toBe(true);
});

it('what was asked before goes first: nothing is sent until it is meant', () => {
  const { world, link } = call();
  link.tell('verified');
  expect(world.byes).toHaveLength(0);
});

it('after a minute the call is let go', () => {
  const { world, farewell } = call();
  world.up = false;
  farewell.say();
  vi.advanceTimersByTime(59_000);
  expect(world.ended).toBe(false);
  vi.advanceTimersByTime(2_000);
  expect(world.ended).toBe(true);
});
