import type { LogLine } from '../../renderer/bridges/desk-bridge.ts';

export type LogLevel = LogLine['level'];
export type LogOrigin = 'shell' | 'desk' | 'voice';
export type LogEntry = {
  readonly at: Date;
  readonly level: LogLevel;
  readonly origin: LogOrigin;
  /** Coded error or event name. */
  readonly event: string;
  readonly detail: string | undefined;
};

/** Writes what happened, by code; `detail` is for support and goes through `redact` before it is kept. */
export type Log = {
  readonly debug: (event: string, detail?: string) => void;
  readonly info: (event: string, detail?: string) => void;
  readonly warn: (event: string, detail?: string) => void;
  readonly error: (event: string, detail?: string) => void;
};

export type LogSink = (entry: LogEntry) => void;

/** A log whose file is opened later: what is written before waits in memory. */
export class DeferredLog {
  readonly #waiting: LogEntry[] = [];
  #sink: LogSink | undefined;

  open(sink: LogSink): void {
    this.#sink = sink;
    for (const entry of this.#waiting.splice(0)) sink(entry);
  }

  for(origin: LogOrigin): Log {
    const at = (level: LogLevel) => (event: string, detail?: string) => this.write(level, origin, event, detail);
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }

  write(level: LogLevel, origin: LogOrigin, event: string, detail?: string): void {
    const entry: LogEntry = { at: new Date(), level, origin, event, detail };
    if (this.#sink === undefined) this.#waiting.push(entry);
    else this.#sink(entry);
  }
}
