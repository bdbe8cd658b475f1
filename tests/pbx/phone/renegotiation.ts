/** A call that is renegotiated while it lasts (RFC 3261 §14), by the exchange and by the phone. */
import { expect } from '@playwright/test';
import type { Asterisk } from '../../lab/asterisk.ts';
import { SipFront } from '../../lab/sip-front.ts';
import type { Sound } from '../../lab/sound.ts';
import { talk, type Talk } from './conversation.ts';
import { lineOf, type Phone } from './phone.ts';

/** The agent's line goes through a front, which may change what passes. */
export async function behind(
  agent: Phone,
  asterisk: Asterisk,
  fromPhone: (text: string) => string | Promise<string>,
  toPhone: (text: string) => string = (text) => text,
): Promise<SipFront> {
  const front = await SipFront.start(asterisk.webSocketUrl, { fromPhone, toPhone });
  await agent.signIn(lineOf(asterisk, '201', { servers: [front.url] }));
  await expect.poll(() => front.phones).toBe(1);
  await agent.account('registered');
  return front;
}

export async function speaking(agent: Phone, asterisk: Asterisk, sound: Sound): Promise<Talk> {
  sound.speak('agent');
  const call = await talk(agent, asterisk);
  await call.customer.heard.hears('agent');
  return call;
}

/** Asterisk tells a phone that knows no UPDATE by a re-INVITE, with a full offer, whom it is connected to. */
export function withoutUpdate(text: string): string {
  return text.replace(/^(Allow:.*?),? ?\bUPDATE\b/im, '$1');
}

/** The exchange has news of the other side for line 201. */
export async function renegotiate(asterisk: Asterisk): Promise<void> {
  const channel = (await asterisk.channels()).find((name) => name.startsWith('PJSIP/201-'));
  if (channel === undefined) throw new Error('Line 201 has no call.');
  const Variable = 'CONNECTEDLINE(all)';
  const Value = `"Mme Roussel ${Date.now()}" <+33261910012>`;
  await asterisk.manager.action('Setvar', { Channel: channel, Variable, Value });
}

export function isReInvite(text: string): boolean {
  return text.startsWith('INVITE ') && /^To:.*;tag=/im.test(text);
}

export function isAnswerWithSound(text: string): boolean {
  return /^SIP\/2\.0 200 /.test(text) && /^CSeq:.*INVITE/im.test(text) && /^m=audio/m.test(text);
}

/** Addresses are there before WebRTC knows of them: for a second from now on it finds none for what it offers. */
export async function findsNoAddressAtFirst(agent: Phone): Promise<void> {
  const voice = await agent.app.voice();
  await voice.evaluate(() => {
    const { prototype } = RTCPeerConnection;
    const own = Object.getOwnPropertyDescriptor(prototype, 'localDescription');
    let until: number | undefined;
    Object.defineProperty(prototype, 'localDescription', {
      configurable: true,
      get(this: RTCPeerConnection): RTCSessionDescription | null {
        const description = own?.get?.call(this) as RTCSessionDescription | null;
        until ??= performance.now() + 1_000;
        if (description === null || performance.now() > until) return description;
        return new RTCSessionDescription({
          type: description.type,
          sdp: description.sdp.replace(/^a=candidate:.*\r\n/gm, ''),
        });
      },
    });
  });
}

/** From now on WebRTC tells of none that it finds, nor that it has found them all. */
export async function isToldOfNoAddress(agent: Phone): Promise<void> {
  const voice = await agent.app.voice();
  await voice.evaluate(() => {
    const { prototype } = RTCPeerConnection;
    const listen = prototype.addEventListener;
    // What the phone says to itself is not WebRTC's.
    prototype.addEventListener = function (
      this: RTCPeerConnection,
      type: string,
      listener: unknown,
      options?: unknown,
    ) {
      const heard = (event: Event): void => {
        const ofGathering = type === 'icecandidate' || type === 'icegatheringstatechange';
        if (!(ofGathering && event.isTrusted)) (listener as (event: Event) => void).call(this, event);
      };
      listen.call(this, type, heard, options as boolean);
    };
  });
}

/** The machine believes so. */
export async function getsAnotherAddress(agent: Phone): Promise<void> {
  await agent.app.electron.evaluate(() => {
    const os = process.getBuiltinModule('os');
    const address = {
      address: '198.51.100.7',
      internal: false,
      family: 'IPv4',
      netmask: '',
      mac: '',
      cidr: null,
    } as const;
    os.networkInterfaces = () => ({ wifi: [address] });
    process.getBuiltinModule('module').syncBuiltinESMExports();
  });
}
