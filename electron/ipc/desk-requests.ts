import { app } from 'electron';
import type { ErrorCode } from '../../domain/errors.ts';
import type { DeskRequests, DeskStart } from '../../renderer/bridges/desk-bridge.ts';
import type { Settings } from '../../renderer/bridges/settings.ts';
import type { Log } from '../log/log.ts';
import type { OpenedSession } from '../session/session-file.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { StartOptions } from '../start/options.ts';
import type { Windows } from '../windows/windows.ts';
import { systemLanguage } from '../start/system-language.ts';
import type { Handlers } from './endpoint.ts';

export type DeskHandlersOptions = {
  readonly log: Log;
  readonly start: StartOptions;
  readonly notices: readonly ErrorCode[];
  readonly settings: SettingsFile;
  readonly session: OpenedSession;
  readonly windows: Windows;
  readonly onSettings: (settings: Settings) => void;
  /** Somebody signed in or out. */
  readonly onSession: () => void;
};

export function deskHandlers(options: DeskHandlersOptions): Handlers<DeskRequests> {
  const { log, start, settings, session, windows } = options;
  return {
    'desk:start': (): DeskStart => ({
      settings: settings.current(),
      systemLanguage: systemLanguage(),
      platform: process.platform as DeskStart['platform'],
      appVersion: app.getVersion(),
      session: session.current(),
      practice: start.practice,
      practiceSignIn: start.practiceSignIn,
      notices: [...options.notices, ...(session.isKept() ? [] : (['SHELL_SECRETS_NOT_KEPT'] as const))],
    }),
    'desk:usable': () => {
      windows.deskUsable();
      return null;
    },
    'desk:settings': async (change) => {
      const now = await settings.change(change);
      options.onSettings(now);
      return now;
    },
    'desk:session-save': async (given) => {
      const kept = await session.save(given);
      options.onSession();
      return { kept };
    },
    'desk:session-clear': async () => {
      await session.clear();
      options.onSession();
      return null;
    },
    'desk:log': ({ level, event, detail }) => {
      log[level](event, detail);
      return null;
    },
    'desk:attention': ({ ringing, front }) => {
      windows.attention(ringing, front);
      return null;
    },
    'desk:title': (title) => {
      windows.desk.setTitle(title);
      return null;
    },
  };
}
