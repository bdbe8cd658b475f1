import { describe, expect, it } from 'vitest';
import { failure, success } from '../../../../domain/result.ts';
import type { Finding, StepId } from '../../../../renderer/desk/diagnostics/finding.ts';
import { runSteps, steps } from '../../../../renderer/desk/diagnostics/run-steps.ts';
import type { StepContext } from '../../../../renderer/desk/diagnostics/step.ts';
import type { CommandResult } from '../../../../renderer/desk/phone/phone-client.ts';
import type { PhoneView } from '../../../../renderer/desk/phone/phone-view.ts';
import type { PhoneCommand } from '../../../../renderer/voice/contract/messages.ts';
import type { PhoneSnapshot } from '../../../../renderer/voice/contract/state.ts';
import { callId, phoneCall, phoneSnapshot } from '../phone-sample.ts';

type Answer = CommandResult | { readonly refused: Parameters<typeof failure>[0] };
type World = {
  snapshot?: Partial<PhoneSnapshot>;
  /** What the phone answers to commands; nothing in particular where it is not said. */
  answers?: Partial<Record<PhoneCommand['type'], Answer>>;
  server?: () => Response;
  heard?: boolean;
};

const headset = { name: 'Headset', deviceId: 'x' };
const devices = { ...phoneSnapshot().devices, inputs: [headset], outputs: [headset] };
const start = Date.parse('2026-03-12T08:00:00.000Z');

function world({ snapshot, answers = {}, server, heard = true }: World = {}) {
  const asked: PhoneCommand[] = [];
  const listeners = new Set<() => void>();
  let view: PhoneView = {
    link: 'connected',
    snapshot: phoneSnapshot({ devices, ...snapshot }),
    pending: new Set(),
  };
  // Each reading of the clock is a second later, so that twenty seconds pass by themselves.
  let seconds = 0;
  const closing = new AbortController();
  const context: StepContext = {
    phone: {
      view: () => view,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      command: (command) => {
        asked.push(command);
        const answer = answers[command.type] ?? { callId: command.type === 'call' ? callId : null };
        if ('refused' in answer) return Promise.resolve(failure(answer.refused));
        if (command.type === 'call') {
          const call = phoneCall({ phase: 'active', direction: 'outgoing' });
          view = { ...view, snapshot: view.snapshot && { ...view.snapshot, calls: [call] } };
        }
        return Promise.resolve(success(answer));
      },
    },
    serverUrl: 'https://casque.example',
    fetch: () => {
      const response = server?.();
      return response === undefined ? Promise.reject(new TypeError('no network')) : Promise.resolve(response);
    },
    now: () => start + 1000 * seconds++,
    ask: () => Promise.resolve(heard),
    signal: closing.signal,
    call: { id: null },
  };
  return { context, asked, closing };
}

async function find(id: StepId, given: World = {}): Promise<Finding> {
  const step = steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(id);
  return await step.run(world(given).context);
}

const health = (at?: string) => () => Response.json({ status: 'ok', ...(at === undefined ? {} : { at }) });
const message = (finding: Finding) => ('id' in finding.message ? finding.message.id : finding.message.code);

describe('the server', () => {
  it('answers, does not, or is out of order', async () => {
    expect((await find('server', { server: health() })).state).toBe('ok');
    expect(message(await find('server'))).toBe('diagnostics.server.silent');
    const ill = await find('server', { server: () => new Response('', { status: 503 }) });
    expect(ill).toMatchObject({ state: 'failed', message: { values: { status: 503 } } });
  });
});

describe('the clock', () => {
  // Asked at 0 s and answered at 1 s: the middle is 0.5 s.
  const at = (seconds: number) => health(new Date(start + 500 + seconds * 1000).toISOString());

  it('is right within a few seconds, and told when it is not, with the way', async () => {
    expect((await find('clock', { server: at(2) })).state).toBe('ok');
    expect(await find('clock', { server: at(30) })).toMatchObject({
      state: 'warning',
      message: { id: 'diagnostics.clock.behind', values: { seconds: 30 } },
    });
    expect(await find('clock', { server: at(-300) })).toMatchObject({
      state: 'failed',
      message: { id: 'diagnostics.clock.ahead', values: { seconds: 300 } },
    });
  });

  it('cannot be checked without a server that says the time', async () => {
    expect((await find('clock')).state).toBe('skipped');
    expect((await find('clock', { server: health() })).state).toBe('skipped');
  });
});

describe('the line', () => {
  it('is ready, or says why not', async () => {
    expect(await find('registration')).toMatchObject({ state: 'ok', message: { values: { line: '201' } } });
    const wrong = await find('registration', {
      snapshot: { account: { state: 'failed', code: 'PHONE_WRONG_PASSWORD' } },
    });
    expect(wrong).toMatchObject({ state: 'failed', message: { code: 'PHONE_WRONG_PASSWORD' } });
  });

  it('counts the relays that answer, and tells a refusal from silence', async () => {
    const relays = (...states: ('answers' | 'silent' | 'refused')[]): World => ({
      answers: {
        checkRelays: { callId: null, test: { relays: states.map((state) => ({ url: 'turn:x', state, ms: 40 })) } },
      },
    });
    expect(message(await find('relays', relays()))).toBe('diagnostics.relays.none');
    expect((await find('relays', relays('answers', 'answers'))).state).toBe('ok');
    expect(await find('relays', relays('answers', 'silent'))).toMatchObject({
      state: 'warning',
      advice: { id: 'diagnostics.relays.silent' },
    });
    expect(await find('relays', relays('refused'))).toMatchObject({
      state: 'failed',
      advice: { id: 'diagnostics.relays.refused' },
    });
  });
});

describe('the sound', () => {
  const microphone = (loudness: number): World => ({
    answers: { measureMicrophone: { callId: null, test: { loudness } } },
  });

  it('of the microphone is a voice, nobody, or nothing at all', async () => {
    expect((await find('microphone', microphone(0.1))).state).toBe('ok');
    expect((await find('microphone', microphone(0.002))).state).toBe('warning');
    expect(message(await find('microphone', microphone(0)))).toBe('diagnostics.microphone.silent');
    const refused = await find('microphone', {
      answers: { measureMicrophone: { refused: 'PHONE_MICROPHONE_REFUSED' } },
    });
    expect(message(refused)).toBe('PHONE_MICROPHONE_REFUSED');
  });

  it.each(['speaker', 'ring'] as const)('of the %s is what the person says', async (id) => {
    expect((await find(id)).state).toBe('ok');
    expect((await find(id, { heard: false })).state).toBe('failed');
    expect(message(await find(id, { snapshot: { devices: { ...devices, outputs: [] } } }))).toBe(
      'diagnostics.sound.none',
    );
    const role = id === 'ring' ? 'ringer' : 'speaker';
    expect((await find(id, { snapshot: { devices: { ...devices, absent: [role] } } })).state).toBe('warning');
  });
});

describe('the test call', () => {
  const echo = (echoMs: number | null): World => ({ answers: { measureEcho: { callId: null, test: { echoMs } } } });

  it('comes back soon, late or not at all', async () => {
    expect(await find('testCall', echo(120))).toMatchObject({ state: 'ok', figures: { echoMs: 120 } });
    expect((await find('testCall', echo(620))).state).toBe('warning');
    expect(message(await find('testCall', echo(null)))).toBe('diagnostics.testCall.silent');
  });

  it('is not made without a number, beside another call, or over a line that refuses it', async () => {
    expect((await find('testCall', { snapshot: { echoNumber: null } })).state).toBe('skipped');
    const busy = await find('testCall', { snapshot: { calls: [phoneCall({ phase: 'active' })] } });
    expect(message(busy)).toBe('diagnostics.testCall.busy');
    const refused = await find('testCall', { answers: { call: { refused: 'PHONE_NOT_REGISTERED' } } });
    expect(message(refused)).toBe('PHONE_NOT_REGISTERED');
  });

  it('is measured for its quality, and hung up at the end', async () => {
    const point = { second: 4, mos: 4.3, roundTripMs: 20, jitterInMs: 2, jitterOutMs: null, lossIn: 0, lossOut: null };
    const state = { callId, warnings: [], network: null, relayed: false, summary: null } as const;
    const { context, asked } = world({
      snapshot: { quality: [{ ...state, warnings: [], level: 'fair', side: 'ours' }] },
      answers: {
        measureEcho: { callId: null, test: { echoMs: 90 } },
        qualityDetails: { callId: null, quality: { now: { ...point, second: 2 }, points: [point] } },
      },
    });
    const found = new Map<string, string>();
    const taken = steps.filter(({ id }) => id === 'testCall' || id === 'quality');
    expect(await runSteps(taken, context, (id, { state: now }) => found.set(id, now))).toBe(true);
    expect([...found]).toEqual([
      ['testCall', 'ok'],
      ['quality', 'warning'],
    ]);
    expect(asked.at(-1)).toEqual({ type: 'hangUp', callId });
  });
});

describe('the diagnostics', () => {
  it('go on when a step breaks', async () => {
    const { context } = world();
    const found: string[] = [];
    const broken = { id: 'server', run: () => Promise.reject(new Error('unexpected')) } as const;
    const after = { id: 'clock', run: () => Promise.resolve({ state: 'ok', message: { id: 'x' } } as const) } as const;
    await runSteps([broken, after], context, (id, { state }) => found.push(`${id} ${state}`));
    expect(found).toEqual(['server running', 'server failed', 'clock running', 'clock ok']);
  });

  it('hang up and stop when they are closed in the middle', async () => {
    const { context, asked, closing } = world({ answers: { measureEcho: { callId: null, test: { echoMs: 90 } } } });
    const found: string[] = [];
    const whole = await runSteps(steps.slice(-2), context, (id, { state }) => {
      found.push(`${id} ${state}`);
      if (id === 'quality') closing.abort();
    });
    expect(whole).toBe(false);
    expect(found).toEqual(['testCall running', 'testCall ok', 'quality running']);
    expect(asked.at(-1)).toEqual({ type: 'hangUp', callId });
  });
});
