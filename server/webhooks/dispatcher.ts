import type { BlockList } from 'node:net';
import type { Logger } from 'pino';
import type { Id } from '../../domain/ids.ts';
import { errnoOf } from '../data-folder.ts';
import type { Database } from '../database/schema.ts';
import type { SecretBox } from '../provisioning/secret-box.ts';
import { giveBack, hasFailed, takeDue, wasTaken, type Delivery } from './outbox.ts';
import { secretContext } from './registry.ts';
import { send } from './sender.ts';

const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** Waits between the attempts, the last one for all that follow (Standard Webhooks, "deliverability"). Milliseconds. */
const usualWaits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour];

export type DispatcherOptions = {
  readonly db: Database;
  readonly box: SecretBox;
  readonly log: Pick<Logger, 'info' | 'warn' | 'debug'>;
  readonly networks: BlockList;
  /** Before a delivery is given up. */
  readonly attempts: number;
  readonly waits?: readonly number[];
  /** How often this node looks for what others left, and for what is due again. Milliseconds. */
  readonly period?: number;
};

export type Outcome = 'delivered' | 'failed' | 'dead';

/**
 * Sends what is in the outbox of the webhooks. Every node does, each takes other deliveries. A message may come twice (its `webhook-id` stays), and
 * messages may come in another order than what they tell of.
 */
export class WebhookDispatcher {
  readonly #options: DispatcherOptions;
  readonly #stopping = new AbortController();
  readonly #busy = new Map<Id, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #taking: Promise<void> | undefined;
  #again = false;
  /** Called with what became of each attempt of this node. */
  onOutcome: (outcome: Outcome) => void = () => undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#options.period ?? 5 * second);
    this.#timer.unref();
    this.wake();
  }

  /** There may be something to send. Returns at once. */
  wake(): void {
    this.#again = true;
    this.#taking ??= this.#takeAll().finally(() => {
      this.#taking = undefined;
      if (this.#again) this.wake();
    });
  }

  /** Breaks attempts off: another node makes them, or this one when it is there again. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#taking;
    await Promise.all(this.#busy.values());
  }

  async #takeAll(): Promise<void> {
    this.#again = false;
    if (this.#stopping.signal.aborted) return;
    try {
      const taken = await takeDue(this.#options.db, [...this.#busy.keys()]);
      for (const webhookId of new Set(taken.map((delivery) => delivery.webhookId))) {
        const deliveries = taken.filter((delivery) => delivery.webhookId === webhookId);
        const batch = Promise.all(deliveries.map(async (delivery) => await this.#deliver(delivery)))
          .catch((error: unknown) => this.#options.log.warn({ err: error }, 'outcome of a webhook not written'))
          .then(() => {
            this.#busy.delete(webhookId);
            this.wake();
          });
        this.#busy.set(webhookId, batch);
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'webhooks not looked after');
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { db, log } = this.#options;
    const failure = await this.#attempt(delivery);
    if (failure === undefined) {
      await wasTaken(db, delivery);
      this.onOutcome('delivered');
      return;
    }
    if (this.#stopping.signal.aborted) {
      await giveBack(db, delivery);
      return;
    }
    const wait = failure.final ? null : this.#waitAfter(delivery.attempts);
    const { webhookId, eventId, attempts } = delivery;
    await hasFailed(db, delivery, failure.reason, wait);
    log.warn({ webhookId, eventId, attempts, reason: failure.reason, dead: wait === null }, 'webhook not delivered');
    this.onOutcome(wait === null ? 'dead' : 'failed');
  }

  /** `final`: it says itself that there is no use in trying again. */
  async #attempt(delivery: Delivery): Promise<{ readonly reason: string; readonly final: boolean } | undefined> {
    const { box, networks } = this.#options;
    try {
      const secret = await box.open(delivery.secret, secretContext(delivery.webhookId));
      const message = { id: delivery.eventId, body: delivery.body };
      const status = await send(new URL(delivery.url), message, secret, { networks, signal: this.#stopping.signal });
      if (status >= 200 && status < 300) return undefined;
      return { reason: `answered ${status}`, final: status === 410 };
    } catch (error) {
      return { reason: reasonOf(error), final: false };
    }
  }

  /** A tenth more or less, so that what failed together does not come back together. Null: given up. */
  #waitAfter(attempts: number): number | null {
    const { waits = usualWaits } = this.#options;
    if (attempts >= this.#options.attempts) return null;
    const wait = waits[Math.min(attempts, waits.length) - 1] ?? 0;
    return wait * (0.9 + Math.random() * 0.2);
  }
}

/** Never the address: it may hold a password. */
export function reasonOf(error: unknown): string {
  const errno = errnoOf(error);
  if (error instanceof Error && error.name === 'AbortError') return 'no answer in time';
  return errno ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
