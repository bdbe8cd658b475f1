import { Id } from '../../domain/ids.ts';
import { CodedError } from '../../domain/errors.ts';
import { consoleUser, writeAudit } from '../audit/audit.ts';
import type { CommandLineOptions } from '../configuration.ts';
import { agentWithLogin } from '../directory/directory.ts';
import { announce } from '../events/news.ts';
import { Sessions } from '../session/sessions.ts';
import { print, withDatabase } from './with-database.ts';

export async function listSessionsCommand(login: string, options: CommandLineOptions): Promise<void> {
  await withDatabase(options, async (db, configuration) => {
    const agent = await agentWithLogin(db, login);
    for (const session of await new Sessions(db, configuration).list(agent.id)) print(JSON.stringify(session));
  });
}

export async function endSessionsCommand(
  login: string,
  options: CommandLineOptions & { readonly id?: string },
): Promise<void> {
  const id = options.id === undefined ? undefined : Id.safeParse(options.id).data;
  if (options.id !== undefined && id === undefined) throw new CodedError('REQUEST_MALFORMED', 'the id is none');
  await withDatabase(options, async (db, configuration) => {
    const agent = await agentWithLogin(db, login);
    const ended = await new Sessions(db, configuration).revoke(agent.id, id);
    await announce(db, { kind: 'ended', sessionIds: ended });
    const detail = { sessionIds: ended };
    await writeAudit(db, { actor: consoleUser(), action: 'session.end', subject: agent.id, detail });
    print(JSON.stringify({ login: agent.login, sessionsEnded: ended.length }));
  });
}
