import { newId } from '../../domain/ids.ts';
import { consoleUser, writeAudit } from '../audit/audit.ts';
import type { CommandLineOptions } from '../configuration.ts';
import { teamNamed } from '../directory/directory.ts';
import { announce } from '../events/news.ts';
import { seedBulk } from '../seed/bulk.ts';
import { print, withDatabase } from './with-database.ts';

export type SeedOptions = CommandLineOptions & {
  readonly tickets: number;
  readonly histories?: boolean;
  readonly team?: string;
};

export async function seedCommand(options: SeedOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const team = options.team === undefined ? undefined : (await teamNamed(db, options.team)).id;
    const rows = await seedBulk(db, {
      tickets: options.tickets,
      histories: options.histories === true,
      team,
      onProgress: (tickets) => process.stderr.write(`\r${tickets} of ${options.tickets} tickets`),
    });
    process.stderr.write('\n');
    const teams = await db.selectFrom('teams').select('id').execute();
    await announce(db, { kind: 'changed', scopes: teams.map(({ id }) => id) });
    print(JSON.stringify({ tickets: options.tickets, rows }));
  });
}

export async function renewEpochCommand(options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db) => {
    const epoch = newId();
    await db.updateTable('meta').set({ value: epoch }).where('key', '=', 'epoch').execute();
    await writeAudit(db, { actor: consoleUser(), action: 'epoch.renew', detail: { epoch } });
    const scopes = await db.selectFrom('scopes').select('scope').execute();
    await announce(db, { kind: 'changed', scopes: scopes.map(({ scope }) => scope) });
    print(JSON.stringify({ epoch }));
  });
}
