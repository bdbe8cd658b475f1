import { app, type BrowserWindow } from 'electron';
import type { DeskEvent } from '../../renderer/bridges/desk-bridge.ts';
import type { VoiceAccount, VoiceEvent } from '../../renderer/bridges/voice-bridge.ts';
import { eventChannel } from '../ipc/channels.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../log/log.ts';
import { originOf, type Page } from '../protocol/app-paths.ts';
import { lockNavigation } from '../security/navigation.ts';
import type { PhoneActivity } from '../supervision/phone-activity.ts';
import { joinByPorts } from '../supervision/phone-ports.ts';
import { SupervisedPage } from '../supervision/supervised-page.ts';

export type WindowsOptions = {
  readonly desk: BrowserWindow;
  /** Called once, when the desk no longer needs the processor for itself. */
  readonly createVoice: () => BrowserWindow;
  readonly log: Log;
  readonly incidents: Pick<Incidents, 'happened'>;
  readonly phone: Pick<PhoneActivity, 'inCall'>;
};

/** Milliseconds after which the phone starts, however long the desk takes. */
const longestWait = 1500;

/** The two windows, supervised, and joined by ports whenever both are up. */
export class Windows {
  readonly desk: BrowserWindow;
  readonly #createVoice: () => BrowserWindow;
  readonly #log: Log;
  readonly #incidents: WindowsOptions['incidents'];
  readonly #phone: WindowsOptions['phone'];
  /** When a page's process went away, on the clock of `performance.now()`; until it is back. */
  readonly #lostAt = new Map<Page, number>();
  readonly #deskPage: SupervisedPage;
  #voice: { readonly window: BrowserWindow; readonly page: SupervisedPage } | undefined;
  /** Origins that the phone's page was loaded with, beyond the ones that every phone may talk to. */
  #voiceConnect: readonly string[] = [];

  constructor({ desk, createVoice, log, incidents, phone }: WindowsOptions) {
    this.desk = desk;
    this.#createVoice = createVoice;
    this.#log = log;
    this.#incidents = incidents;
    this.#phone = phone;
    this.#deskPage = this.#supervise('desk', desk);
  }

  /** Resolves when the agent can use the desk, or at the latest after `longestWait`. */
  startDesk(): Promise<void> {
    return new Promise((done) => {
      this.deskUsable = done;
      setTimeout(done, longestWait);
      this.desk.webContents.once('render-process-gone', () => done());
      this.#deskPage.start();
    });
  }

  /** Of the phone, as the operating system counts; undefined before it is started. */
  get voiceProcessId(): number | undefined {
    const window = this.#voice?.window;
    return window === undefined || window.isDestroyed() ? undefined : window.webContents.getOSProcessId();
  }

  /** The desk says that it is painted and takes keys. */
  deskUsable: () => void = () => undefined;

  startVoice(): void {
    const window = this.#createVoice();
    this.#voice = { window, page: this.#supervise('voice', window) };
    this.#voice.page.start();
  }

  /** Nothing is restarted any more: the app is about to quit. */
  stop(): void {
    this.#deskPage.stop();
    this.#voice?.page.stop();
  }

  send(page: Page, event: DeskEvent | VoiceEvent, value: unknown): void {
    const window = page === 'desk' ? this.desk : this.#voice?.window;
    if (window?.isDestroyed() === false) window.webContents.send(eventChannel, event, value);
  }

  /** Sent now, or once the page is up. */
  sendWhenUp(event: DeskEvent, value: unknown): void {
    if (this.#deskPage.isUp) this.send('desk', event, value);
    else this.desk.webContents.once('did-finish-load', () => this.send('desk', event, value));
  }

  /** A page is being served with a policy that lets it talk to these origins too. */
  served(page: Page, connect: readonly string[]): void {
    if (page === 'voice') this.#voiceConnect = connect;
  }

  /** A line on a server that the loaded page's policy does not allow needs the page again; it asks for its account then. */
  giveAccount(account: VoiceAccount, connect: readonly string[]): void {
    if (connect.every((origin) => this.#voiceConnect.includes(origin))) {
      this.send('voice', 'voice:account-changed', account);
    } else {
      this.#voice?.window.webContents.reload();
    }
  }

  /** Runs a script in the phone's page as if the person had just clicked there: its window is never shown. */
  async asGestureInPhone(script: string): Promise<void> {
    if (this.#voice?.page.isUp === true) await this.#voice.window.webContents.executeJavaScript(script, true);
  }

  /** Draws the eye to the desk while it rings. */
  attention(ringing: boolean): void {
    if (this.desk.isDestroyed()) return;
    if (ringing && !this.desk.isFocused()) {
      if (this.desk.isMinimized()) this.desk.restore();
      // Without the focus: the person may be typing somewhere else.
      this.desk.showInactive();
      this.desk.moveTop();
    }
    this.desk.flashFrame(ringing && !this.desk.isFocused());
    if (ringing) app.dock?.bounce('critical');
  }

  toFront(): void {
    if (this.desk.isMinimized()) this.desk.restore();
    this.desk.show();
    this.desk.focus();
  }

  #supervise(page: Page, window: BrowserWindow): SupervisedPage {
    const log = this.#log;
    const contents = window.webContents;
    lockNavigation(contents, page, (address) => log.warn('navigation-refused', `${page}: ${address.slice(0, 200)}`));
    contents.on('unresponsive', () => log.warn(`${page}-unresponsive`));
    contents.on('preload-error', (_, __, error) => log.error(`${page}-preload-failed`, error.stack));
    return new SupervisedPage({
      page,
      contents,
      url: `${originOf(page)}/index.html`,
      log,
      onUp: () => this.#onUp(page),
      onDown: (reason) => {
        this.#onDown(page, reason);
        if (page === 'voice') this.send('desk', 'desk:phone-process', 'restarting');
      },
    });
  }

  #onDown(page: Page, reason: 'died' | 'hung'): void {
    // What dies again before it was up is one and the same absence.
    if (this.#lostAt.has(page)) return;
    this.#lostAt.set(page, performance.now());
    const code = page === 'voice' ? 'phone-lost' : 'desk-lost';
    this.#incidents.happened({ code, reason, inCall: this.#phone.inCall });
  }

  #onUp(page: Page): void {
    const lostAt = this.#lostAt.get(page);
    this.#lostAt.delete(page);
    if (lostAt !== undefined) {
      const code = page === 'voice' ? 'phone-back' : 'desk-back';
      this.#incidents.happened({ code, ms: Math.round(performance.now() - lostAt) });
    }
    const phoneIsUp = this.#voice?.page.isUp === true;
    if (page === 'voice' || !phoneIsUp) {
      this.send('desk', 'desk:phone-process', phoneIsUp ? 'running' : 'restarting');
    }
    if (this.#voice !== undefined && phoneIsUp && this.#deskPage.isUp) {
      joinByPorts(this.desk.webContents, this.#voice.window.webContents);
    }
  }
}
