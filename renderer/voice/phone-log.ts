import type { VoiceBridge } from '../bridges/voice-bridge.ts';

export type PhoneLog = (level: 'debug' | 'info' | 'warn' | 'error', event: string, detail?: string) => void;

/** The shell's log. Never a secret, never a customer's name or number in full. */
export function logTo(bridge: VoiceBridge): PhoneLog {
  return (level, event, detail) => {
    const line = detail === undefined ? { level, event } : { level, event, detail: detail.slice(0, 2000) };
    // A shell that cannot log is a shell that is going down: nobody is left to tell.
    bridge.request('voice:log', line).catch(() => undefined);
  };
}

export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
