import { Command, Option } from 'commander';
import { Role } from '../../domain/agent/agent.ts';
import type { CommandLineOptions } from '../configuration.ts';
import {
  addAgentCommand,
  addTeamCommand,
  changeAgentCommand,
  listAgentsCommand,
  listTeamsCommand,
  passwordCommand,
  removeAgentCommand,
  teamWorkCommand,
  untieAgentCommand,
  type AddAgentOptions,
  type ChangeAgentOptions,
} from './agents.ts';
import { renewEpochCommand, seedCommand, type SeedOptions } from './data.ts';
import { addKeepingCommands } from './keeping-program.ts';
import { setLineCommand } from './line.ts';
import { wholeNumber } from './numbers.ts';
import { serve } from './serve.ts';
import { endSessionsCommand, listSessionsCommand } from './sessions.ts';
import { addWebhookCommands } from './webhook-program.ts';

const examples = `
Examples:
  $ casque-server --data /srv/casque --seed-demo     a trial with demonstration data (login lea.martin, password casque-demo)
  $ DATABASE_URL=postgres://casque@db/casque casque-server --host 0.0.0.0
  $ casque-server team add "N1 Internet" --level 1
  $ casque-server agent add lea.martin --name "Léa Martin" --team "N1 Internet" --extension 201
  $ casque-server line set lea.martin < line.json

Environment: see docs/administration.md (DATABASE_URL, CASQUE_DATA, CASQUE_PORT, CASQUE_SECRET_KEY, ...).`;

export function buildProgram(): Command {
  const program = new Command('casque-server')
    .description('The central server of Casque: agents, tickets, synchronisation and SIP lines.')
    .option('--data <folder>', 'where the embedded database and the key of the secrets live')
    .addHelpText('after', examples)
    .showHelpAfterError('(--help shows what there is)');

  program
    .command('serve', { isDefault: true })
    .description('serve until a signal (the default)')
    .option('--port <number>', 'port to listen on, 0 for any free one (default: 8470)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--seed-demo', 'fill an empty database with demonstration data')
    .option('--no-seed-demo', 'do not, whatever CASQUE_SEED_DEMO says')
    .addHelpText('after', examples)
    .action(async (_options: unknown, command: Command) => await serve(command.optsWithGlobals<CommandLineOptions>()));

  const team = program.command('team').description('teams');
  team
    .command('add <name>')
    .description('add a team')
    .option('--level <number>', 'support level, 1 to 3', wholeNumber(1, 3), 1)
    .action(async (name: string, _options: unknown, command: Command) => {
      await addTeamCommand(name, command.optsWithGlobals<CommandLineOptions & { level: number }>());
    });

  team
    .command('list')
    .description('print the teams as JSON, one a line')
    .action(async (_options: unknown, command: Command) => {
      await listTeamsCommand(command.optsWithGlobals<CommandLineOptions>());
    });
  team
    .command('work <name>')
    .description('read pauses and wrap-up of a team as JSON from standard input; desks see them at their next sign-in')
    .action(async (name: string, _options: unknown, command: Command) => {
      await teamWorkCommand(name, command.optsWithGlobals<CommandLineOptions>());
    });

  const agent = program.command('agent').description('agents');
  agent
    .command('add <login>')
    .description('add an agent; without --password-stdin a password is made up and printed once')
    .requiredOption('--name <name>', 'as colleagues see it')
    .option('--team <name...>', 'names of the teams', [])
    .addOption(new Option('--role <role>').choices(Role.options).default('agent'))
    .option('--extension <number>', 'the internal number of the line')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (login: string, _options: unknown, command: Command) => {
      await addAgentCommand(login, command.optsWithGlobals<AddAgentOptions>());
    });
  agent
    .command('list')
    .description('print the agents as JSON, one a line')
    .action(async (_options: unknown, command: Command) => {
      await listAgentsCommand(command.optsWithGlobals<CommandLineOptions>());
    });
  agent
    .command('change <login>')
    .description('change what is given here; teams are replaced by those that are named')
    .option('--name <name>', 'as colleagues see it')
    .option('--team <name...>', 'names of all the teams from now on')
    .addOption(new Option('--role <role>').choices(Role.options))
    .option('--extension <number>', 'the internal number of the line')
    .action(async (login: string, _options: unknown, command: Command) => {
      await changeAgentCommand(login, command.optsWithGlobals<ChangeAgentOptions>());
    });
  agent
    .command('remove <login>')
    .description('end the sessions and take away the login, the line and the teams; what the agent did stays')
    .action(async (login: string, _options: unknown, command: Command) => {
      await removeAgentCommand(login, command.optsWithGlobals<CommandLineOptions>());
    });
  agent
    .command('password <login>')
    .description('set a new password and end the sessions of the agent')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (login: string, _options: unknown, command: Command) => {
      await passwordCommand(login, command.optsWithGlobals<CommandLineOptions & { passwordStdin?: boolean }>());
    });

  agent
    .command('untie <login>')
    .description(
      'forget who the agent is at the identity provider; the next sign-in with this login there ties them again',
    )
    .action(async (login: string, _options: unknown, command: Command) => {
      await untieAgentCommand(login, command.optsWithGlobals<CommandLineOptions>());
    });

  const session = program.command('session').description('the devices on which agents are signed in');
  session
    .command('list <login>')
    .description('print the sessions of an agent as JSON, one a line')
    .action(async (login: string, _options: unknown, command: Command) => {
      await listSessionsCommand(login, command.optsWithGlobals<CommandLineOptions>());
    });
  session
    .command('end <login>')
    .description('end the sessions of an agent, at once and on every node')
    .option('--id <id>', 'this one alone')
    .action(async (login: string, _options: unknown, command: Command) => {
      await endSessionsCommand(login, command.optsWithGlobals<CommandLineOptions & { id?: string }>());
    });

  program
    .command('line')
    .description('SIP lines of the agents')
    .command('set <login>')
    .description('read a line as JSON from standard input ("null" takes it away); desks see it at their next sign-in')
    .addHelpText('after', lineExample)
    .action(async (login: string, _options: unknown, command: Command) => {
      await setLineCommand(login, command.optsWithGlobals<CommandLineOptions>());
    });

  program
    .command('seed')
    .description('add made-up tickets to the demonstration data, for measurements')
    .requiredOption('--tickets <number>', 'how many', wholeNumber(1, 10_000_000))
    .option('--histories', 'with their notes, changes of state and calls')
    .option('--team <name>', 'all of them in this team')
    .action(async (_options: unknown, command: Command) => {
      await seedCommand(command.optsWithGlobals<SeedOptions>());
    });

  program
    .command('renew-epoch')
    .description('after a backup was restored: makes every desk fetch its data again and push what it still has')
    .action(async (_options: unknown, command: Command) => {
      await renewEpochCommand(command.optsWithGlobals<CommandLineOptions>());
    });
  addKeepingCommands(program);
  addWebhookCommands(program);
  return program;
}

const lineExample = `
Example of a line:
  {"aor": "sip:201@pbx.example", "authorizationUser": "201", "password": "...", "displayName": "Léa Martin",
   "servers": ["wss://pbx.example/ws"], "iceServers": [], "registerExpires": 600, "country": "FR",
   "echoNumber": "600"}`;
