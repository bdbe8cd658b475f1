import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IncidentFile } from '../../../electron/incidents/incident-file.ts';
import { Incidents } from '../../../electron/incidents/incidents.ts';
import type { Incident } from '../../../domain/wire/incident.ts';

let folder = '';
let file = '';
const log = { warn: vi.fn() };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casque-incidents-'));
  file = join(folder, 'incidents.jsonl');
  log.warn.mockClear();
});
afterEach(() => rmSync(folder, { recursive: true }));

const back = (ms: number): Incident => ({ at: '2026-03-12T08:00:00.000Z', code: 'line-back', ms });
const linesOf = (): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

describe('what happened', () => {
  it('is there at the next start, in order, and for this user only', async () => {
    const first = await IncidentFile.open({ file, log });
    await Promise.all([first.add(back(1)), first.add(back(2))]);
    first.addAtOnce({ at: '2026-03-12T09:00:00.000Z', code: 'app-quit' });
    const second = await IncidentFile.open({ file, log });
    expect(second.incidents.map(({ code }) => code)).toEqual(['line-back', 'line-back', 'app-quit']);
    expect(second.incidents[1]).toEqual(back(2));
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('takes no more room than it may, and keeps the newest', async () => {
    const kept = await IncidentFile.open({ file, log, kept: 10 });
    for (let ms = 0; ms < 57; ms++) await kept.add(back(ms));
    expect(linesOf().length).toBeLessThanOrEqual(21);
    expect((await IncidentFile.open({ file, log, kept: 10 })).incidents).toEqual(
      Array.from({ length: 10 }, (_, index) => back(47 + index)),
    );
  });

  it('outlives a line that a power loss has cut, and lines of another version', async () => {
    await (await IncidentFile.open({ file, log })).add(back(1));
    appendFileSync(file, '{"at":"2026-03-12T08:00:00.000Z","code":"of-a-later-version"}\n{"at":"2026-03-1');
    const again = await IncidentFile.open({ file, log });
    await again.add(back(2));
    expect((await IncidentFile.open({ file, log })).incidents).toEqual([back(1), back(2)]);
  });

  it('is shown, and said to the log, where it cannot be written', async () => {
    const lost = await IncidentFile.open({ file: join(folder, 'absent', 'incidents.jsonl'), log });
    await lost.add(back(1));
    expect(lost.incidents).toEqual([back(1)]);
    expect(log.warn).toHaveBeenCalledWith('incident-not-kept', 'ENOENT');
  });

  it('is told from the first moment, before its file is open', async () => {
    const incidents = new Incidents();
    incidents.happened({ code: 'desk-lost', reason: 'died', inCall: false });
    expect(incidents.all).toHaveLength(1);
    const told: string[] = [];
    incidents.open(await IncidentFile.open({ file, log }), ({ code }) => told.push(code));
    incidents.happened({ code: 'desk-back', ms: 400 });
    incidents.quit();
    expect(told).toEqual(['desk-back']);
    expect(incidents.all.map(({ code }) => code)).toEqual(['desk-lost', 'desk-back', 'app-quit']);
  });
});
