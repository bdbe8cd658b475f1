import type { Command } from 'commander';
import type { CommandLineOptions } from '../configuration.ts';
import { contactColumns } from '../import/contacts.ts';
import { ticketColumns } from '../import/tickets.ts';
import {
  auditCommand,
  backupCommand,
  eraseContactCommand,
  findContactsCommand,
  importCommand,
  restoreCommand,
  retentionCommand,
  type ImportCommandOptions,
} from './keeping.ts';
import { wholeNumber } from './numbers.ts';
import { replaceKeyCommand } from './secret-key.ts';

const importHelp = (columns: readonly string[]) => `
The first line of a CSV names its columns: ${columns.join(', ')}.
A JSON file is a list of objects with these names. Several values in one field are separated by |.
All of the file is imported or, with one problem, nothing. An import that is run again adds only what is new, by the key.`;

const replaceHelp = `
A key in the data folder (secret.key) is replaced by a new one; the one before stays beside, as secret.key.old. One in
CASQUE_SECRET_KEY: start every node with the new key there and the one of now in CASQUE_OLD_SECRET_KEY, then this with both.`;

/** What concerns the data as a whole. */
export function addKeepingCommands(program: Command): void {
  const source = program.command('import').description('contacts and tickets from another program');
  source
    .command('contacts <file>')
    .description('contacts from a CSV or JSON file')
    .option('--country <code>', 'how national numbers are read, ISO 3166-1', 'FR')
    .option('--dry-run', 'say what would happen, write nothing')
    .addHelpText('after', importHelp(contactColumns))
    .action(async (file: string, _options: unknown, command: Command) => {
      await importCommand('contacts', file, command.optsWithGlobals<ImportCommandOptions>());
    });
  source
    .command('tickets <file>')
    .description('tickets from a CSV or JSON file')
    .requiredOption('--author <login>', 'the agent who is said to have written them')
    .option('--team <name>', 'the team of those that name none')
    .option('--dry-run', 'say what would happen, write nothing')
    .addHelpText('after', importHelp(ticketColumns))
    .action(async (file: string, _options: unknown, command: Command) => {
      await importCommand('tickets', file, command.optsWithGlobals<ImportCommandOptions>());
    });

  program
    .command('backup <file>')
    .description('write all data but the sessions and the key to a file, beside a server that works')
    .action(async (file: string, _options: unknown, command: Command) => {
      await backupCommand(file, command.optsWithGlobals<CommandLineOptions>());
    });
  program
    .command('restore <file>')
    .description(
      'read a backup into an empty database; every desk then fetches its data again and pushes what is missing',
    )
    .action(async (file: string, _options: unknown, command: Command) => {
      await restoreCommand(file, command.optsWithGlobals<CommandLineOptions>());
    });

  program
    .command('secret-key')
    .description('the key that seals what is secret in the database')
    .command('replace')
    .description('seal everything again with a new key, beside a server that works')
    .addHelpText('after', replaceHelp)
    .action(async (_options: unknown, command: Command) => {
      await replaceKeyCommand(command.optsWithGlobals<CommandLineOptions>());
    });

  const contact = program.command('contact').description('contacts');
  contact
    .command('find <words>')
    .description('print the contacts in which these words are as JSON, one a line, 100 at most')
    .action(async (words: string, _options: unknown, command: Command) => {
      await findContactsCommand(words, command.optsWithGlobals<CommandLineOptions>());
    });
  contact
    .command('erase <id>')
    .description('take a person out of contacts, tickets, calls and questions; this cannot be undone')
    .option('--texts', 'the words on their tickets too, in which they may be named')
    .action(async (id: string, _options: unknown, command: Command) => {
      await eraseContactCommand(id, command.optsWithGlobals<CommandLineOptions & { texts?: boolean }>());
    });

  program
    .command('retention')
    .description('delete closed tickets, calls without a ticket, and audit entries that are older')
    .requiredOption('--days <number>', 'how long they are kept', wholeNumber(1, 36_500))
    .option('--dry-run', 'say what would go, delete nothing')
    .action(async (_options: unknown, command: Command) => {
      await retentionCommand(command.optsWithGlobals<CommandLineOptions & { days: number; dryRun?: boolean }>());
    });
  program
    .command('audit')
    .description('print who signed in, and what was administrated, as JSON, one a line')
    .option('--days <number>', 'of so many days', wholeNumber(1, 36_500), 30)
    .action(async (_options: unknown, command: Command) => {
      await auditCommand(command.optsWithGlobals<CommandLineOptions & { days: number }>());
    });
}
