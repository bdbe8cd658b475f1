/**
 * `npm run bench -- noise`: what noise suppression costs. First the processing of one frame of 10 ms: a minute of sound is rendered
 * offline in the phone's page, with and without the worklet. Then the processor time of the phone's process in a call through
 * Asterisk, with and without, in turns.
 *
 * The work that must not be exceeded: a tenth of a frame's own time for its processing, and five hundredths of one core in a call.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { Asterisk } from '../lab/asterisk.ts';
import { Display } from '../lab/display.ts';
import { hiss } from '../lab/noise.ts';
import { Sound } from '../lab/sound.ts';
import { pause } from '../lab/wait.ts';
import { phoneApp } from '../pbx/phone/build.ts';
import { talk } from '../pbx/phone/conversation.ts';
import { lineOf, Phone } from '../pbx/phone/phone.ts';
import { conclude, median, printTable } from './report.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '15' } },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const frameMs = 10;
const frameLimitMs = 1;
const coreLimit = 5;
/** Of sound that is rendered offline, in seconds. */
const rendered = 60;

/** Milliseconds that one frame of 10 ms takes, over what the same graph takes without the worklet. */
async function frameTime(page: Page, module: string, program: string): Promise<number> {
  return page
    .evaluate(
      async ([moduleUrl, programUrl, length]) => {
        const wasmBinary = await (await fetch(programUrl)).arrayBuffer();
        const render = async (suppresses: boolean): Promise<number> => {
          const context = new OfflineAudioContext(1, 48_000 * length, 48_000);
          const noise = new AudioBuffer({ length: 48_000, sampleRate: 48_000 });
          noise.getChannelData(0).forEach((_, at, samples) => (samples[at] = Math.random() * 0.2 - 0.1));
          const source = new AudioBufferSourceNode(context, { buffer: noise, loop: true });
          let last: AudioNode = source;
          if (suppresses) {
            await context.audioWorklet.addModule(moduleUrl);
            const name = '@sapphi-red/web-noise-suppressor/rnnoise';
            last = new AudioWorkletNode(context, name, { processorOptions: { maxChannels: 1, wasmBinary } });
            source.connect(last);
            // Its program is made ready in the worklet, which does not say when.
            await new Promise((resolve) => setTimeout(resolve, 1000));
          }
          last.connect(context.destination);
          source.start();
          const from = performance.now();
          const sound = (await context.startRendering()).getChannelData(0);
          const took = performance.now() - from;
          const end = sound.subarray(-48_000);
          const level = Math.hypot(...Array.from({ length: 480 }, (_, at) => end[at * 100] ?? 0)) / Math.sqrt(480);
          if (suppresses && level > 0.03) throw new Error(`The noise was not suppressed: ${level}.`);
          return took;
        };
        const bare = await render(false);
        return (await render(true)) - bare;
      },
      [module, program, rendered] as const,
    )
    .then((ms) => (ms * frameMs) / (rendered * 1000));
}

/** Processor time of a process so far, in seconds (proc(5): fields 14 and 15, in hundredths). */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const display = await Display.start();
const sound = await Sound.start();
const asterisk = await Asterisk.start();
const phone = await Phone.launch({ name: 'bench-noise', display, sound });
try {
  const assets = readdirSync(join(await phoneApp(), 'out', 'renderer', 'assets'));
  const asset = (pattern: RegExp): string => {
    const file = assets.find((name) => pattern.test(name));
    if (file === undefined) throw new Error(`There is no ${pattern.source} in the build.`);
    return `/assets/${file}`;
  };
  const voice = await phone.app.voice();
  const [module, program] = [asset(/^workletProcessor.*\.js$/), asset(/^rnnoise_simd.*\.wasm$/)];
  const frames: number[] = [];
  for (let round = 0; round < rounds; round++) frames.push(await frameTime(voice, module, program));

  await phone.signIn(lineOf(asterisk, '201'));
  await phone.account('registered');
  sound.play(hiss(0.1));
  const { customer } = await talk(phone, asterisk);
  const pid = await phone.app.electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .find((contents) => contents.getURL().startsWith('app://voice'))
      ?.getOSProcessId(),
  );
  if (pid === undefined) throw new Error('The phone has no process.');
  const shares: Record<'with' | 'without', number[]> = { with: [], without: [] };
  for (let round = 0; round < rounds; round++) {
    for (const which of ['without', 'with'] as const) {
      await phone.does({ type: 'suppressNoise', on: which === 'with' });
      // Opening a microphone is not what is measured.
      await pause(1500);
      const [from, at] = [processorTime(pid), performance.now()];
      await pause(seconds * 1000);
      shares[which].push(((processorTime(pid) - from) / (performance.now() - at)) * 100_000);
    }
  }
  await customer.hangUp();

  const row = (name: string, values: readonly number[], must: string): string[] => [
    name,
    ...[median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2)),
    must,
  ];
  printTable([
    ['noise suppression', 'median', 'least', 'most', 'must'],
    row('processing of a frame of 10 ms, ms', frames, `<= ${frameLimitMs}`),
    row('phone in a call without it, % of a core', shares.without, ''),
    row('phone in a call with it, % of a core', shares.with, `<= ${coreLimit} more`),
  ]);
  const [frame, without, withIt] = [median(frames), median(shares.without), median(shares.with)];
  conclude({
    name: 'noise',
    ratio: Number((withIt / without).toFixed(3)),
    frame_ms: Number(frame.toFixed(3)),
    core_percent_without: Number(without.toFixed(1)),
    core_percent_with: Number(withIt.toFixed(1)),
    rounds,
    pass: frame <= frameLimitMs && withIt - without <= coreLimit,
  });
} finally {
  await phone.stop();
  await asterisk.stop();
  await sound.stop();
  await display.stop();
}
