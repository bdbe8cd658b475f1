import { describe, expect, it } from 'vitest';
import { converse, startConversation, type Say } from '../../../renderer/voice/practice/conversation.ts';
import { PracticeExchange } from '../../../renderer/voice/practice/exchange.ts';
import type { MemorySocket } from '../../../renderer/voice/practice/memory-socket.ts';
import { behaviourOf, callers } from '../../../renderer/voice/practice/scenarios.ts';
import { hear, quiet } from '../../../renderer/voice/audio/voice-activity.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function request(method: string, uri: string, ...headers: readonly string[]): string {
  const common = ['Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1', 'From: <sip:a@b>;tag=1', 'To: <sip:c@d>', 'Call-ID: x'];
  return [`${method} ${uri} SIP/2.0`, ...common, `CSeq: 1 ${method}`, ...headers, '', 'body'].join('\r\n');
}

async function connected(socket: MemorySocket): Promise<string[]> {
  const received: string[] = [];
  socket.ondata = (message) => received.push(message);
  socket.connect();
  await turn();
  return received;
}

describe('the practice exchange', () => {
  it('registers a phone and says so in the words of a registrar', async () => {
    const { agent } = new PracticeExchange();
    const received = await connected(agent);
    agent.send(
      request('REGISTER', 'sip:practice.invalid', 'Contact: <sip:me@x.invalid;transport=ws>;reg-id=1;expires=120'),
    );
    await turn();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatch(/^SIP\/2\.0 200 OK\r\n/);
    expect(received[0]).toContain('contact: <sip:me@x.invalid;transport=ws>;reg-id=1;expires=120');
  });

  it('carries a call to the other phone’s address, and its answer back as it is', async () => {
    const { agent, customer } = new PracticeExchange();
    const atAgent = await connected(agent);
    const atCustomer = await connected(customer);
    customer.send(request('REGISTER', 'sip:practice.invalid', 'Contact: <sip:cc@y.invalid>;expires=120'));
    await turn();
    agent.send(request('INVITE', 'sip:0261910012@practice.invalid'));
    await turn();
    expect(atCustomer.at(-1)).toMatch(/^INVITE sip:cc@y\.invalid SIP\/2\.0\r\n[^]*\r\n\r\nbody$/);
    customer.send('SIP/2.0 180 Ringing\r\nVia: x\r\n\r\n');
    await turn();
    expect(atAgent.at(-1)).toBe('SIP/2.0 180 Ringing\r\nVia: x\r\n\r\n');
  });

  it('says that nobody is there when the other phone has not registered', async () => {
    const { agent } = new PracticeExchange();
    const received = await connected(agent);
    agent.send(request('INVITE', 'sip:0261910012@practice.invalid'));
    await turn();
    expect(received[0]).toMatch(/^SIP\/2\.0 480 /);
  });

  it('takes nothing from a phone that has left', async () => {
    const { agent } = new PracticeExchange();
    await connected(agent);
    agent.disconnect();
    expect(agent.send(request('OPTIONS', 'sip:x'))).toBe(false);
  });
});

describe('the customer', () => {
  /** Plays a conversation of ticks; `agent` says whether the agent speaks at a moment, sentences last two seconds. */
  function conversation(agent: (at: number) => boolean, sentences = 2): { at: number; say: Say }[] {
    const said: { at: number; say: Say }[] = [];
    let state = startConversation(sentences, 0);
    let left = 0;
    for (let at = 0; at < 60_000; at += 100) {
      if (state.phase === 'speaking') left -= 100;
      const [next, say] = converse(state, {
        at,
        agentSpeaks: agent(at),
        sentenceOver: state.phase === 'speaking' && left <= 0,
      });
      state = next;
      if (say?.type === 'say') left = 2_000;
      if (say !== null) said.push({ at, say });
    }
    return said;
  }

  it('speaks, waits, goes on and hangs up, even if the agent says nothing', () => {
    expect(conversation(() => false).map(({ say }) => say.type)).toEqual(['say', 'say', 'hangUp']);
  });

  it('lets the agent greet first, and answers soon after', () => {
    const [first] = conversation((at) => at > 500 && at < 4_000);
    expect(first?.at).toBeGreaterThan(4_000);
    expect(first?.at).toBeLessThan(5_500);
  });

  it('falls silent when the agent speaks, and goes on from there', () => {
    const said = conversation((at) => at > 3_500 && at < 5_000);
    expect(said.slice(0, 3).map(({ say }) => say.type)).toEqual(['say', 'pause', 'goOn']);
  });

  it('hears speech above the room, not a cough, and not the room', () => {
    const after = (level: number, ms: number): boolean => {
      let activity = quiet;
      for (let at = 0; at <= ms; at += 100) activity = hear(activity, level, at);
      return activity.speaking;
    };
    expect(after(0.1, 1_000)).toBe(true);
    expect(after(0.1, 100)).toBe(false);
    expect(after(0.01, 10_000)).toBe(false);
  });
});

it('the first caller is the customer of the demonstration data', () => {
  expect(callers[0]).toMatchObject({ number: '+33261910012', name: 'Mme Roussel' });
});

it.each([
  ['02 61 91 00 12', 'answers'],
  ['+33 2 61 91 00 99', 'busy'],
  ['0261910098', 'silent'],
])('%s %s', (number, behaviour) => {
  expect(behaviourOf(number)).toBe(behaviour);
});
