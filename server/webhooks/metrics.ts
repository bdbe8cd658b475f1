import { Counter, Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/schema.ts';
import type { WebhookDispatcher } from './dispatcher.ts';
import { waitingAndDead } from './outbox.ts';

export function measureWebhooks(registry: Registry, dispatcher: WebhookDispatcher, db: Database): void {
  const registers = [registry];
  const attempts = new Counter({
    name: 'casque_webhook_attempts_total',
    help: 'Attempts of this node to tell a webhook something, by what became of them.',
    labelNames: ['outcome'] as const,
    registers,
  });
  for (const outcome of ['delivered', 'failed', 'dead'] as const) attempts.inc({ outcome }, 0);
  dispatcher.onOutcome = (outcome) => attempts.inc({ outcome });
  new Gauge({
    name: 'casque_webhook_deliveries',
    help: 'What webhooks are still to be told, on all nodes together: waiting, or given up (dead).',
    labelNames: ['state'] as const,
    registers,
    async collect() {
      // Without the database the rest is still worth reading.
      const counted = await waitingAndDead(db).catch(() => undefined);
      this.reset();
      if (counted === undefined) return;
      this.set({ state: 'waiting' }, counted.waiting);
      this.set({ state: 'dead' }, counted.dead);
    },
  });
}
