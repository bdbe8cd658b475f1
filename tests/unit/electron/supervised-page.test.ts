import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SupervisedPage } from '../../../electron/supervision/supervised-page.ts';

/** Stands in for Electron's WebContents: what the supervisor asks of it, and the events it answers with. */
class Contents extends EventEmitter {
  loads = 0;
  kills = 0;
  answers = true;
  devTools = false;
  readonly mainFrame = {
    executeJavaScript: () => (this.answers ? Promise.resolve(0) : new Promise(() => undefined)),
  };

  loadURL(): Promise<void> {
    this.loads++;
    return Promise.resolve();
  }

  load(): void {
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    this.emit('did-finish-load');
  }

  die(): void {
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  }

  forcefullyCrashRenderer(): void {
    this.kills++;
    this.die();
  }

  isDestroyed(): boolean {
    return false;
  }

  isDevToolsOpened(): boolean {
    return this.devTools;
  }
}

function supervise() {
  const contents = new Contents();
  const seen: string[] = [];
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const page = new SupervisedPage({
    page: 'voice',
    contents: contents as unknown as WebContents,
    url: 'app://voice/index.html',
    log,
    onUp: () => seen.push('up'),
    onDown: () => seen.push('down'),
  });
  page.start();
  contents.load();
  return { contents, page, seen, log };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a page whose process', () => {
  test('dies is loaded again at once, and this is told and logged', async () => {
    const { contents, page, seen, log } = supervise();
    contents.die();
    expect(page.isUp).toBe(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(contents.loads).toBe(2);
    contents.load();
    expect(page.isUp).toBe(true);
    expect(seen).toEqual(['up', 'down', 'up']);
    expect(log.error).toHaveBeenCalledWith('voice-process-gone', 'crashed, exit code 5');
  });

  test('dies again and again is loaded more and more slowly', async () => {
    const { contents } = supervise();
    contents.die();
    await vi.advanceTimersByTimeAsync(0);
    contents.die();
    await vi.advanceTimersByTimeAsync(249);
    expect(contents.loads).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(contents.loads).toBe(3);
  });

  test('dies after it ran for a while is loaded at once, however often it died before', async () => {
    const { contents } = supervise();
    for (let death = 1; death <= 4; death++) {
      await vi.advanceTimersByTimeAsync(10_000);
      contents.die();
      await vi.advanceTimersByTimeAsync(0);
      expect(contents.loads).toBe(death + 1);
      contents.load();
    }
  });

  test('hangs is ended and loaded again', async () => {
    const { contents } = supervise();
    contents.answers = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(contents.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(contents.kills).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(contents.loads).toBe(2);
  });

  test('answers is left alone', async () => {
    const { contents } = supervise();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(contents.kills).toBe(0);
    expect(contents.loads).toBe(1);
  });

  test('stands at a developer’s breakpoint is left alone', async () => {
    const { contents } = supervise();
    contents.answers = false;
    contents.devTools = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(contents.kills).toBe(0);
  });

  test('cannot load the page tries again', async () => {
    const { contents } = supervise();
    contents.emit('did-fail-load', {}, -2, 'ERR_FAILED', 'app://voice/index.html', true);
    await vi.advanceTimersByTimeAsync(0);
    expect(contents.loads).toBe(2);
  });

  test('dies while the app quits stays away', async () => {
    const { contents, page, seen } = supervise();
    page.stop();
    contents.die();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(contents.loads).toBe(1);
    expect(seen).toEqual(['up']);
  });
});
