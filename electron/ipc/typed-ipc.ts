import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { CodedError, codeOf } from '../../domain/errors.ts';
import type { Log } from '../log/log.ts';
import { pageOfOrigin, type Page } from '../protocol/app-paths.ts';
import { requestChannel, type Reply } from './channels.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * Answers the pages' requests; the only importer of ipcMain. Only the top frame of a page reaches its own half of the
 * contract. `endpoints` is asked with every request and may take its time: windows open before the handlers are loaded.
 */
export function serveRequests(endpoints: () => Promise<Readonly<Record<Page, Endpoint>>>, log: Log): void {
  ipcMain.handle(requestChannel, async (event, channel: unknown, argument: unknown): Promise<Reply> => {
    try {
      const page = senderOf(event);
      if (page === undefined)
        throw new CodedError('REQUEST_MALFORMED', `from ${event.senderFrame?.origin ?? 'nobody'}`);
      return { ok: true, value: await (await endpoints())[page](channel, argument) };
    } catch (error) {
      const code = codeOf(error, 'SHELL_FAILED');
      log.error(code, `${String(channel).slice(0, 80)}: ${error instanceof Error ? error.message : String(error)}`);
      return { ok: false, code };
    }
  });
}

function senderOf(event: IpcMainInvokeEvent): Page | undefined {
  const frame = event.senderFrame;
  if (frame === null || frame !== event.sender.mainFrame) return undefined;
  return pageOfOrigin(frame.origin);
}
