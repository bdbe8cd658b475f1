/**
 * Does the lab itself work on this machine? `node tests/lab/check.ts` tries every part of it, in half a minute, without the
 * application: telephone exchange, customers, sound, display, keyring, databases, and an agent's call in real Electron.
 */
import { build } from 'esbuild';
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CasqueApp } from './app.ts';
import { Asterisk } from './asterisk.ts';
import { CustomerCall } from './customer.ts';
import { Display } from './display.ts';
import { labFolder } from './folder.ts';
import { Keyring } from './keyring.ts';
import { ObjectStorage } from './object-storage.ts';
import { Postgres } from './postgres.ts';
import { findSignature, melody, signatures } from './signature.ts';
import type { SignatureName } from './signature.ts';
import { Sound } from './sound.ts';

interface Stoppable {
  stop(): Promise<void>;
}

const opened: Stoppable[] = [];

/** Remembers what has to be stopped at the end, in reverse order, whatever happens. */
function keep<T extends Stoppable>(part: T): T {
  opened.unshift(part);
  return part;
}

async function close(): Promise<void> {
  for (const part of opened.splice(0)) await part.stop();
}

const checks: Readonly<Record<string, () => Promise<void> | void>> = {
  'tells the voices apart': () => {
    const names = Object.keys(signatures) as SignatureName[];
    for (const spoken of names) {
      const round = melody(spoken, 8000);
      const rounds = new Int16Array(round.length * 4).map((_, at) => round[at % round.length] ?? 0);
      for (const sought of names) {
        assert.equal(findSignature(rounds, 8000, sought).heard, spoken === sought, `${spoken} taken for ${sought}`);
      }
    }
  },

  'hears in the microphone what is spoken, and nothing in the headset': async () => {
    const sound = keep(await Sound.start());
    sound.speak('agent');
    const microphone = await sound.record('microphone');
    await microphone.hears('agent');
    assert.equal((await (await sound.record('headset')).listen('agent', 1000)).notes, 0);
  },

  'a customer hears their own voice on the echo line, and hangs up': async () => {
    const asterisk = keep(await Asterisk.start());
    const customer = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '600', number: '+33612345678' }));
    await customer.reaches('talking');
    await customer.heard.hears('customer');
    await customer.hangUp();
    assert.equal(customer.state, 'ended');
    assert.deepEqual(await asterisk.channels(), []);
  },

  'a customer waits in the queue with music, and the exchange hangs up': async () => {
    const asterisk = keep(await Asterisk.start());
    const customer = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: null }));
    await customer.heard.hears('music');
    await asterisk.hangUpAll();
    await customer.reaches('ended');
  },

  'a customer gives up while it rings; another finds nobody': async () => {
    const asterisk = keep(await Asterisk.start());
    const to = 'hotline-ringing';
    const patient = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to, number: '+33612345678' }));
    await patient.reaches('ringing');
    await patient.hangUp();
    assert.deepEqual(await asterisk.channels(), []);
    const lost = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, to: '999', number: '+33612345678' }));
    await lost.reaches('refused');
    assert.equal(lost.refusal, 404);
  },

  'a customer is called and picks up': async () => {
    const asterisk = keep(await Asterisk.start());
    const customer = keep(await CustomerCall.await({ port: asterisk.customerPort, sipPort: asterisk.sipPort }));
    const call = { Channel: 'Local/0140203040@agents', Context: 'agents', Exten: '602', Priority: '1', Async: 'true' };
    await asterisk.manager.action('Originate', { ...call, CallerID: '<0102030405>' });
    await customer.heard.hears('exchange');
    assert.equal(customer.calledBy, '0102030405');
  },

  'two exchanges side by side, one of which restarts': async () => {
    const [one, two] = [keep(await Asterisk.start()), keep(await Asterisk.start())];
    await one.restart();
    for (const asterisk of [one, two]) assert.match(await asterisk.cli('core show version'), /^Asterisk 22\./);
  },

  'a database started by hand survives a power failure': async () => {
    const postgres = keep(await Postgres.start());
    await postgres.halt();
    await postgres.boot();
    assert.match(postgres.url, /^postgres:/);
  },

  'a storage of objects keeps what it has over a restart': async () => {
    const storage = keep(await ObjectStorage.start());
    await storage.put('name', 'content');
    await storage.halt();
    await storage.boot();
    assert.deepEqual(await storage.names(), ['name']);
  },

  'an application has windows, keeps secrets in the keyring, and dies at once': async () => {
    const display = keep(await Display.start());
    const keyring = keep(await Keyring.start());
    const app = keep(await sampleApp({ display, keyring }));
    assert.equal(await (await app.desk()).textContent('h1'), 'Desk');
    const secrets = await app.electron.evaluate(() => {
      const { secrets: store } = globalThis as unknown as { secrets: Record<string, (text?: string) => unknown> };
      return [store.available?.(), store.backend?.(), store.roundTrip?.('word')];
    });
    assert.deepEqual(secrets, [true, 'gnome_libsecret', 'word']);
    await app.kill();
    await app.start();
    assert.equal(await (await app.desk()).title(), 'Desk');
  },

  'an agent and a customer from the queue hear each other': async () => {
    const [display, sound] = [keep(await Display.start()), keep(await Sound.start())];
    const asterisk = keep(await Asterisk.start());
    const app = keep(await sampleApp({ display, sound }));
    const voice = await app.voice();
    await registerAndAnswer(voice, asterisk.webSocketUrl, asterisk.password('201'));
    await asterisk.registered('201');
    sound.speak('agent');
    const [headset, speakers] = [await sound.record('headset'), await sound.record('speakers')];
    const customer = keep(await CustomerCall.place({ sipPort: asterisk.sipPort, number: '+33612345678' }));
    await customer.heard.hears('agent');
    await headset.hears('customer');
    assert.equal(speakers.find('customer').notes, 0);
    await customer.hangUp();
    await voice.waitForFunction(() => document.title === 'ended');
  },
};

async function sampleApp(parts: { display: Display; sound?: Sound; keyring?: Keyring }): Promise<CasqueApp> {
  const folder = labFolder('bundle');
  keep({ stop: () => Promise.resolve(folder.remove()) });
  const script = join(folder.path, 'jssip.js');
  const entry = { contents: "globalThis.JsSIP = require('jssip');", resolveDir: import.meta.dirname };
  await build({ stdin: entry, bundle: true, format: 'iife', outfile: script, logLevel: 'error' });
  const appPath = join(import.meta.dirname, 'sample-app');
  return CasqueApp.launch({ ...parts, name: 'lab-check', appPath, env: { LAB_JSSIP: script } });
}

/** The least possible phone: answers at once, with the headset's microphone, and plays to the headset. */
async function registerAndAnswer(page: Page, url: string, password: string): Promise<void> {
  await page.evaluate(
    async ([server = '', secret = '']) => {
      interface Session {
        connection: RTCPeerConnection;
        answer(options: object): void;
        on(event: string, listener: (data: { candidate: RTCIceCandidate; ready: () => void }) => void): void;
      }
      const { JsSIP } = globalThis as unknown as {
        JsSIP: { UA: new (options: object) => UserAgent; WebSocketInterface: new (url: string) => object };
      };
      interface UserAgent {
        start(): void;
        on(event: string, listener: (data: { session: Session }) => void): void;
      }
      await navigator.mediaDevices.getUserMedia({ audio: true });
      const devices = await navigator.mediaDevices.enumerateDevices();
      const idOf = (kind: string, label: string): string =>
        devices.find((device) => device.kind === kind && device.label === label)?.deviceId ?? 'none';
      const audio = { deviceId: { exact: idOf('audioinput', 'Headset Microphone') } };
      const mediaStream = await navigator.mediaDevices.getUserMedia({ audio });
      const player = new Audio();
      await player.setSinkId(idOf('audiooutput', 'Headset'));
      const socket = new JsSIP.WebSocketInterface(server);
      const phone = new JsSIP.UA({
        sockets: [socket],
        uri: 'sip:201@127.0.0.1',
        password: secret,
        session_timers: false,
      });
      phone.on('newRTCSession', ({ session }) => {
        session.on('icecandidate', ({ ready }) => ready());
        session.on('ended', () => (document.title = 'ended'));
        session.on('peerconnection', () => {
          session.connection.addEventListener('track', ({ track }) => {
            player.srcObject = new MediaStream([track]);
            void player.play();
          });
        });
        session.answer({ mediaStream });
      });
      phone.start();
    },
    [url, password],
  );
}

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const started = performance.now();
  try {
    await check();
    console.log(`ok    ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}`);
    console.log(error);
  }
  await close();
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
