import { isErrorCode, type ErrorCode } from '../../../domain/errors.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { PhoneProcess } from '../../bridges/desk-bridge.ts';
import type { TestResult } from '../../voice/contract/diagnostics.ts';
import type { QualityDetails } from '../../voice/contract/quality.ts';
import type { DeskToPhone, PhoneCommand, PhoneToDesk } from '../../voice/contract/messages.ts';
import { emptyPhone, withMessage, type PhoneView } from './phone-view.ts';

/** The half of a MessagePort that is used. */
export type PhonePort = Pick<MessagePort, 'postMessage' | 'close' | 'start' | 'addEventListener'>;

/** What the phone gave back for a command that it took. */
export type CommandResult = {
  readonly callId: string | null;
  readonly quality?: QualityDetails;
  readonly test?: TestResult;
};

export type PhoneClient = {
  view(): PhoneView;
  /** Calls `listener` after each change; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Resolves when the phone has taken or refused it. PHONE_GONE when the phone is away or dies meanwhile. */
  command(command: PhoneCommand): Promise<Result<CommandResult>>;
  /** The shell brokered a (new) port: the one before is dead. @param messages what comes through it */
  attach(port: PhonePort, messages: typeof PhoneToDesk): void;
  processChanged(process: PhoneProcess): void;
  /**
   * Tells the microphone's level (root mean square, 0 to 1) ten times a second, apart from the view: nothing else is drawn again
   * for it. Returns how to stop.
   */
  watchLevel(listener: (level: number) => void): () => void;
};

type Waiting = { readonly mark: string; readonly settle: (result: Result<CommandResult>) => void };

/** The desk's end of the phone: keeps the last state it was told, and survives the phone's death and return. */
export function createPhoneClient(onMalformed: (detail: string) => void): PhoneClient {
  let view = emptyPhone;
  let port: PhonePort | null = null;
  let nextRequest = 1;
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<() => void>();
  const meters = new Set<(level: number) => void>();

  function show(next: PhoneView): void {
    const pending = new Set([...waiting.values()].map((request) => request.mark));
    view = { ...next, pending };
    for (const listener of [...listeners]) listener();
  }

  function settle(requestId: number, result: Result<CommandResult>): void {
    const request = waiting.get(requestId);
    if (request === undefined) return;
    waiting.delete(requestId);
    request.settle(result);
  }

  function lose(): void {
    port?.close();
    port = null;
    for (const requestId of [...waiting.keys()]) settle(requestId, failure('PHONE_GONE'));
    show({ ...view, link: view.snapshot === null ? 'starting' : 'lost' });
  }

  function receive(from: PhonePort, messages: typeof PhoneToDesk, data: unknown): void {
    if (from !== port) return;
    const parsed = messages.safeParse(data);
    if (!parsed.success) {
      onMalformed(parsed.error.message.slice(0, 500));
      return;
    }
    const message = parsed.data;
    if (message.type === 'level') {
      for (const meter of [...meters]) meter(message.level);
      return;
    }
    if (message.type === 'reply') {
      const { error, callId = null, quality, test } = message;
      const result = { callId, ...(quality === undefined ? {} : { quality }), ...(test === undefined ? {} : { test }) };
      settle(message.requestId, error === null ? success(result) : failure(error));
    }
    show(withMessage(view, message));
  }

  function send(command: PhoneCommand): number {
    const requestId = nextRequest++;
    port?.postMessage({ type: 'command', requestId, command } satisfies DeskToPhone);
    return requestId;
  }

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    command: async (command) => {
      if (port === null) return failure('PHONE_GONE');
      const mark = 'callId' in command ? `${command.callId} ${command.type}` : command.type;
      return await new Promise((resolve) => {
        waiting.set(send(command), { mark, settle: resolve });
        show(view);
      });
    },
    attach: (next, messages) => {
      if (port !== null) lose();
      port = next;
      next.addEventListener('message', (event) => receive(next, messages, (event as MessageEvent<unknown>).data));
      // Chromium tells when the other end is gone (HTML, "disentangle"); the shell tells too, by `processChanged`.
      next.addEventListener('close' as 'message', () => {
        if (next === port) lose();
      });
      next.start();
      next.postMessage({ type: 'hello' } satisfies DeskToPhone);
      if (meters.size > 0) send({ type: 'watchLevel', on: true });
    },
    watchLevel: (listener) => {
      meters.add(listener);
      if (meters.size === 1) send({ type: 'watchLevel', on: true });
      return () => {
        meters.delete(listener);
        if (meters.size === 0) send({ type: 'watchLevel', on: false });
      };
    },
    processChanged: (process) => {
      if (process === 'restarting') lose();
    },
  };
}

/** The code of a refused bridge request: the shell's errors carry it as their message. */
export function bridgeErrorCode(error: unknown, fallback: ErrorCode): ErrorCode {
  const message = error instanceof Error ? error.message : '';
  return isErrorCode(message) ? message : fallback;
}
