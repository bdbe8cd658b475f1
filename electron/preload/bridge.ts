import { contextBridge, ipcRenderer } from 'electron';
import type { phonePortMark } from '../../renderer/bridges/phone-port.ts';
import { eventChannel, phonePortChannel, requestChannel, type Reply } from '../ipc/channels.ts';

const mark: typeof phonePortMark = 'casque:phone-port';

type Listener = (value: unknown) => void;

/**
 * Puts `window.casque` into the page. No schema is loaded here: the shell checks who sends what and parses both ways, and a
 * preload delays the first paint.
 */
export function exposeBridge(): void {
  const listeners = new Map<string, Set<Listener>>();
  /** The last value of each event that came before anybody listened: it is not lost on a page that is still starting. */
  const early = new Map<string, unknown>();

  ipcRenderer.on(eventChannel, (_, event: string, value: unknown) => {
    const known = listeners.get(event);
    if (known === undefined || known.size === 0) early.set(event, value);
    else for (const listener of [...known]) listener(value);
  });

  contextBridge.exposeInMainWorld('casque', {
    request: async (channel: string, argument: unknown): Promise<unknown> => {
      const reply = (await ipcRenderer.invoke(requestChannel, channel, argument)) as Reply;
      if (reply.ok) return reply.value;
      // Only the message of an error crosses the context bridge: the code is the message.
      throw new Error(reply.code);
    },
    on: (event: string, listener: Listener): (() => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      if (early.has(event)) {
        const value = early.get(event);
        early.delete(event);
        queueMicrotask(() => listener(value));
      }
      return () => void known.delete(listener);
    },
  });

  // A MessagePort cannot cross the context bridge; a message to the page's own window carries it.
  ipcRenderer.on(phonePortChannel, (event) => {
    window.postMessage(mark, location.origin, [...event.ports]);
  });
}
