import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzip } from '../../../scripts/setup/unzip.mjs';
import { archiveEntries, diagnosticsArchive, type ArchiveParts } from '../../../electron/diagnostics/archive.ts';
import { scrub, scrubLine } from '../../../electron/diagnostics/scrub.ts';
import { Settings } from '../../../renderer/bridges/settings.ts';

/** What must never leave the house, in every shape that a log may have it in. */
const secrets = ['Sesame-ouvre-toi', 'kQ3v9s8d7f6g5h4j3k2l1q0w9e8r7t6y', 'dHVybi1zZWNyZXQ='];
const customerData = [
  '+33261910012',
  '02 61 91 00 12',
  '0261910012',
  'annick.roussel@courriel.example',
  'Annick',
  'Roussel',
  'ROUSSEL',
  'roussel',
  'JEAN_DUPONT',
  'ELODIE',
  'Mme Roussel',
  'Lefèvre',
  'Box qui redémarre toutes les 10 minutes',
  'redémarre',
  'Voyant rouge depuis hier',
  'rue des Lilas',
  'AB290477',
];

const plantedLog = [
  '2026-03-12T08:00:00.000Z info  voice line-registered',
  ...customerData.map((data) => `2026-03-12T08:00:01.000Z warn  desk  STORE_UNAVAILABLE ${data}`),
  ...customerData.map(
    (data) => `2026-03-12T08:00:01.000Z error voice call-answer TypeError: cannot read "${data}" of call`,
  ),
  ...customerData.map((data) => `2026-03-12T08:00:02.000Z error desk  ${data.replaceAll(' ', '-')} at once`),
  ...secrets.map((secret) => `2026-03-12T08:00:03.000Z error shell x password=${secret} token: ${secret}; ${secret}`),
  ...customerData.map((data) => `a line of no shape with ${data} in it, {"subject":"${data}","name":"${data}"}`),
  ...secrets.map((secret) => `Authorization: Bearer ${secret}`),
  '2026-03-12T08:00:04.000Z error voice microphone-replace NotReadableError: Could not start audio source after 350 ms',
].join('\n');

const parts: ArchiveParts = {
  report: {
    at: '2026-03-12T08:30:00.000Z',
    steps: [{ id: 'testCall', state: 'warning', figures: { echoMs: 480 } }],
    words: `Appel d’essai: à surveiller. Le son met 480 ms. ${secrets.join(' ')} +33261910012 annick.roussel@courriel.example`,
    phone: {
      mode: 'line',
      account: 'registered',
      lowBandwidth: false,
      inputs: ['Jabra Evolve2 65'],
      outputs: ['Jabra Evolve2 65'],
      chosen: { microphone: 'Jabra Evolve2 65', speaker: null, ringer: null },
      headsets: [],
    },
  },
  versions: { app: '0.1.0', electron: '45.4.1' },
  system: 'linux x64 6.1.0',
  settings: Settings.parse({ serverUrl: 'https://casque.example', lastLogin: 'annick.roussel' }),
  incidents: [{ at: '2026-03-12T08:00:00.000Z', code: 'line-lost', cause: 'PHONE_PBX_UNREACHABLE' }],
  logs: [{ name: 'casque.log', content: plantedLog }],
  secrets,
};

describe('the archive of the diagnostics', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'casque-archive-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds no secret and nothing of a customer, wherever it was', () => {
    const everything = archiveEntries(parts)
      .map(({ name, content }) => `${name}\n${content}`)
      .join('\n');
    for (const planted of [...secrets, ...customerData]) {
      expect(everything.toLowerCase(), planted).not.toContain(planted.toLowerCase());
      expect(everything.toLowerCase(), planted).not.toContain(planted.replaceAll(' ', '-').toLowerCase());
    }
  });

  it('holds what helps: results, versions, devices, and in the logs what happened when', () => {
    const [words, results, incidents, log] = archiveEntries(parts);
    expect(words?.content).toContain('Le son met 480 ms.');
    expect(JSON.parse(results?.content ?? '')).toMatchObject({
      steps: [{ id: 'testCall', state: 'warning', figures: { echoMs: 480 } }],
      phone: { inputs: ['Jabra Evolve2 65'] },
      versions: { electron: '45.4.1' },
      settings: { language: 'system', hasServer: true },
    });
    expect(incidents?.name).toBe('incidents.jsonl');
    expect(JSON.parse(incidents?.content ?? '')).toEqual(parts.incidents[0]);
    expect(log?.name).toBe('logs/casque.log');
    expect(log?.content).toContain('2026-03-12T08:00:00.000Z info voice line-registered');
    expect(log?.content).toContain('warn desk STORE_UNAVAILABLE');
    expect(log?.content).toContain('NotReadableError: Could not start audio source after 350 ms');
  });

  it('is a ZIP that other programs open', async () => {
    const file = join(folder, 'archive.zip');
    writeFileSync(file, diagnosticsArchive(parts));
    await unzip(file, folder);
    expect(readdirSync(folder).sort()).toEqual([
      'archive.zip',
      'incidents.jsonl',
      'logs',
      'results.json',
      'results.txt',
    ]);
    expect(readFileSync(join(folder, 'results.txt'), 'utf8')).toContain('à surveiller');
    expect(readFileSync(join(folder, 'logs', 'casque.log'), 'utf8')).toContain('line-registered');
  });

  it.each(['1970-01-01T00:00:03.000Z', '2106-02-07T06:28:15.000Z'])('is made whatever the clock says: %s', (at) => {
    expect(diagnosticsArchive({ ...parts, report: { ...parts.report, at } }).length).toBeGreaterThan(100);
  });
});

describe('what stays of a log line', () => {
  it.each([
    ['TypeError: Failed to fetch', 'TypeError: Failed to fetch'],
    ['PHONE_MEDIA_FAILED after 1200 ms', 'PHONE_MEDIA_FAILED after 1200 ms'],
    ['desk-3f9a.js:12:345 undefined is not a function', 'desk-3f9a.js:12:345 undefined is not a …'],
    ['Madame Le Goff, 14 rue Pasteur', '…, 14 …'],
    ['calls 0612345678', 'calls …'],
  ])('%s', (text, left) => {
    expect(scrub(text)).toBe(left);
  });

  it('keeps the moment and the event, and no event that is none of ours', () => {
    expect(scrubLine('2026-03-12T08:00:00.000Z warn  shell relay-renewal TypeError')).toBe(
      '2026-03-12T08:00:00.000Z warn shell relay-renewal TypeError',
    );
    expect(scrubLine('2026-03-12T08:00:00.000Z info  desk  Roussel:Annick')).not.toContain('Roussel');
  });
});
