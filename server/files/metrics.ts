import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/schema.ts';
import { stored } from './uploads.ts';

export function measureFiles(registry: Registry, db: Database): void {
  new Gauge({
    name: 'casque_file_bytes',
    help: 'What the files of all agents take, those that are still coming included.',
    registers: [registry],
    async collect() {
      // Without the database the rest is still worth reading.
      const all = await stored(db).catch(() => undefined);
      this.reset();
      if (all !== undefined) this.set(all.bytes);
    },
  });
}
