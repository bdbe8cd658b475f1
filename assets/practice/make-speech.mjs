/**
 * Makes the speech of the practice line from sentences.json: `node assets/practice/make-speech.mjs`. Needs espeak-ng and
 * opus-tools; the files are in the repository, so nobody needs either to build. Mono Opus in Ogg, some 3 KB a second.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const scenarios = JSON.parse(readFileSync(join(folder, 'sentences.json'), 'utf8'));
/** espeak-ng: voice, words a minute, pitch. */
const voices = {
  box: ['fr+f3', 150, 52],
  printer: ['fr+m3', 155, 40],
  password: ['fr+f2', 165, 60],
  callback: ['fr+m1', 150, 45],
};

for (const [scenario, sentences] of Object.entries(scenarios)) {
  const [voice, speed, pitch] = voices[scenario];
  sentences.forEach((sentence, index) => {
    const wav = join(tmpdir(), `casque-${scenario}-${index}.wav`);
    const ogg = join(folder, `${scenario}-${index + 1}.ogg`);
    execFileSync('espeak-ng', ['-v', voice, '-s', String(speed), '-p', String(pitch), '-w', wav, sentence]);
    execFileSync('opusenc', ['--quiet', '--bitrate', '28', '--serial', '1', wav, ogg]);
    rmSync(wav);
  });
}
