import { z } from 'zod';
import { CodedError } from '../../domain/errors.ts';
import { Line } from '../../domain/wire/provisioning.ts';
import { consoleUser, writeAudit } from '../audit/audit.ts';
import type { CommandLineOptions } from '../configuration.ts';
import { agentWithLogin } from '../directory/directory.ts';
import { setLine } from '../provisioning/lines.ts';
import { openSecretBox } from '../provisioning/secret-box.ts';
import { print, readJson, standardInput, withDatabase } from './with-database.ts';

export async function setLineCommand(login: string, options: CommandLineOptions): Promise<void> {
  const line = readLine(await standardInput());
  await withDatabase(options, async (db, configuration) => {
    const box = await openSecretBox(db, configuration);
    const agent = await agentWithLogin(db, login);
    await setLine(db, box, agent.id, line);
    const detail = { aor: line?.aor ?? null };
    await writeAudit(db, { actor: consoleUser(), action: 'line.set', subject: agent.id, detail });
    print(JSON.stringify({ login: agent.login, aor: line?.aor ?? null }));
  });
}

function readLine(text: string): Line | null {
  const parsed = Line.nullable().safeParse(readJson(text));
  if (!parsed.success) throw new CodedError('REQUEST_MALFORMED', z.prettifyError(parsed.error));
  return parsed.data;
}
