/** The phone under test, in the real shell, steered through the desk's port. */
import type { Page } from '@playwright/test';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { TeamWork } from '../../../domain/agent/work.ts';
import { CallRules, FeatureCodes, type Line } from '../../../domain/wire/provisioning.ts';
import type { StoredSession } from '../../../renderer/bridges/desk-bridge.ts';
import type { PhoneCommand } from '../../../renderer/voice/contract/messages.ts';
import type { TestResult } from '../../../renderer/voice/contract/diagnostics.ts';
import type { QualityDetails } from '../../../renderer/voice/contract/quality.ts';
import type { AccountState, CallPhase, PhoneCall, PhoneSnapshot } from '../../../renderer/voice/contract/state.ts';
import { CasqueApp, type AppOptions } from '../../lab/app.ts';
import type { AgentLine, Asterisk } from '../../lab/asterisk.ts';
import { waitFor } from '../../lab/wait.ts';
import type { BareDesk } from './desk/main.ts';
import { phoneApp } from './build.ts';

declare const window: { readonly bareDesk: BareDesk };

const agentId = '018f4e5a-7b2c-7d3e-8f4a-5b6c7d8e9f01';
const teamId = '018f4e5a-7b2c-7d3e-8f4a-5b6c7d8e9f02';

type PhoneReply = {
  readonly error: ErrorCode | null;
  readonly callId?: string | undefined;
  readonly quality?: QualityDetails | undefined;
  readonly test?: TestResult | undefined;
};

export class Phone {
  readonly app: CasqueApp;
  #desk: Page;

  private constructor(app: CasqueApp, desk: Page) {
    this.app = app;
    this.#desk = desk;
  }

  get desk(): Page {
    return this.#desk;
  }

  /** Starts the application, with nobody signed in. */
  static async launch(options: AppOptions): Promise<Phone> {
    const app = await CasqueApp.launch({ ...options, appPath: await phoneApp() });
    try {
      const desk = await app.desk();
      const phone = new Phone(app, desk);
      await phone.#greeted();
      return phone;
    } catch (error) {
      await app.stop();
      throw error;
    }
  }

  /** Starts the application once more, after its end, on the same profile; without a keyring nobody is signed in then. */
  async startAgain(): Promise<void> {
    await this.app.start();
    this.#desk = await this.app.desk();
    await this.#greeted();
  }

  /** Signs an agent in with this line; null for the practice line. */
  async signIn(line: Line | null, work?: TeamWork): Promise<void> {
    await this.useSession({
      serverUrl: 'http://127.0.0.1:9',
      token: 'a-token-that-no-server-has-given-out',
      clientId: agentId,
      info: {
        agent: {
          id: agentId,
          scope: '00000000-0000-0000-0000-000000000000',
          login: 'camille',
          name: 'Camille Martin',
          role: 'agent',
          teamIds: [teamId],
          extension: '201',
        },
        teams:
          work === undefined
            ? []
            : [{ id: teamId, scope: '00000000-0000-0000-0000-000000000000', name: 'N1', level: 1, work }],
        line,
        serverName: 'Test',
        expiresAt: '2099-01-01T00:00:00.000Z',
      },
    });
  }

  /** Signs in as a real server has answered. */
  async useSession(session: StoredSession): Promise<void> {
    await this.desk.evaluate((given) => window.bareDesk.bridge.request('desk:session-save', given), session);
  }

  async signOut(): Promise<void> {
    await this.desk.evaluate(() => window.bareDesk.bridge.request('desk:session-clear', null));
  }

  /** Sends a command; gives the phone's answer. */
  async command(command: PhoneCommand): Promise<PhoneReply> {
    return this.desk.evaluate((given) => window.bareDesk.command(given), command);
  }

  /** Sends a command that the phone is expected to take. */
  async does(command: PhoneCommand): Promise<PhoneReply> {
    const reply = await this.command(command);
    if (reply.error !== null) throw new Error(`${command.type}: ${reply.error}`);
    return reply;
  }

  async snapshot(): Promise<PhoneSnapshot> {
    const snapshot = await this.desk.evaluate(() => window.bareDesk.snapshot);
    if (snapshot === null) throw new Error('The phone has not greeted.');
    return snapshot;
  }

  /** Waits until the account is in this state, with this code where one is given. */
  async account(state: AccountState['state'], code?: ErrorCode, timeoutMs = 20_000): Promise<AccountState> {
    return this.#until(`the account to be ${state} ${code ?? ''}`, timeoutMs, ({ account }) =>
      account.state === state && (code === undefined || ('code' in account && account.code === code))
        ? account
        : undefined,
    );
  }

  /** Waits for a call in this phase. @param id of one call; any otherwise */
  async call(phase: CallPhase, id?: string, timeoutMs = 15_000): Promise<PhoneCall> {
    return this.#until(`a call that is ${phase}`, timeoutMs, ({ calls }) =>
      calls.find((call) => call.phase === phase && (id === undefined || call.id === id)),
    );
  }

  /** Waits until something is true of one call. */
  async callThat(what: string, id: string, fits: (call: PhoneCall) => boolean, timeoutMs = 15_000): Promise<PhoneCall> {
    return this.#until(`the call ${what}`, timeoutMs, ({ calls }) =>
      calls.find((call) => call.id === id && fits(call)),
    );
  }

  async until<T>(
    what: string,
    question: (snapshot: PhoneSnapshot) => T | undefined | false,
    timeoutMs = 15_000,
  ): Promise<T> {
    return this.#until(what, timeoutMs, question);
  }

  async stop(): Promise<void> {
    await this.app.stop();
  }

  async #greeted(): Promise<void> {
    await waitFor('the phone to greet the desk', () => this.#desk.evaluate(() => window.bareDesk.snapshot !== null));
  }

  async #until<T>(
    what: string,
    timeoutMs: number,
    question: (snapshot: PhoneSnapshot) => T | undefined | false,
  ): Promise<T> {
    let last: PhoneSnapshot | undefined;
    return waitFor(
      what,
      async () => {
        last = await this.snapshot();
        return question(last);
      },
      { timeoutMs, details: () => `${JSON.stringify(last, null, 1)}\n${this.app.log().slice(-3000)}` },
    );
  }
}

/** What the server would provision for an agent of the lab's exchange. */
export function lineOf(asterisk: Asterisk, line: AgentLine, change: Partial<Line> = {}): Line {
  const { domain, webSocketUrl: server } = asterisk;
  return { ...lineAt({ server, domain, user: line, password: asterisk.password(line) }), ...change };
}

/** The same for any other SIP server. */
export function lineAt(at: {
  readonly server: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}): Line {
  return {
    aor: `sip:${at.user}@${at.domain}`,
    authorizationUser: at.user,
    password: at.password,
    displayName: 'Camille Martin',
    servers: [at.server],
    iceServers: [],
    relayOnly: false,
    iceExpiresAt: null,
    registerExpires: 120,
    country: 'FR',
    echoNumber: '600',
    calls: CallRules.parse({}),
    queues: [],
    featureCodes: FeatureCodes.parse({}),
  };
}
