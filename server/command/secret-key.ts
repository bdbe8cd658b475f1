import { consoleUser } from '../audit/audit.ts';
import type { CommandLineOptions } from '../configuration.ts';
import { replaceKey } from '../provisioning/replace-key.ts';
import { openSecretBox } from '../provisioning/secret-box.ts';
import { print, withDatabase } from './with-database.ts';

export async function replaceKeyCommand(options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db, configuration) => {
    const box = await openSecretBox(db, configuration);
    print(JSON.stringify(await replaceKey(db, box, consoleUser())));
  });
}
