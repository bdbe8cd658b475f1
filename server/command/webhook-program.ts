import type { Command } from 'commander';
import type { CommandLineOptions } from '../configuration.ts';
import { webhookEventTypes } from '../webhooks/event.ts';
import {
  addWebhookCommand,
  listWebhooksCommand,
  removeWebhookCommand,
  retryWebhookCommand,
  testWebhookCommand,
  type AddWebhookOptions,
} from './webhooks.ts';

/** Other programs that are told of what happens. */
export function addWebhookCommands(program: Command): void {
  const webhook = program.command('webhook').description('programs that are told of what happens');
  webhook
    .command('add <url>')
    .description('tell this address; prints the secret of its signatures, once')
    .option('--event <name...>', 'these events alone')
    .option('--team <name>', 'of this team alone')
    .addHelpText('after', `\nEvents: ${webhookEventTypes.join(', ')}.`)
    .action(async (url: string, _options: unknown, command: Command) => {
      await addWebhookCommand(url, command.optsWithGlobals<AddWebhookOptions>());
    });
  webhook
    .command('list')
    .description('print the webhooks, and what they are still to be told, as JSON, one a line')
    .action(async (_options: unknown, command: Command) => {
      await listWebhooksCommand(command.optsWithGlobals<CommandLineOptions>());
    });
  const ofOne = [
    ['remove', 'with what it was still to be told', removeWebhookCommand],
    ['test', 'send webhook.test from here, and say what was answered', testWebhookCommand],
    ['retry', 'try again now what failed or was given up', retryWebhookCommand],
  ] as const;
  for (const [name, description, run] of ofOne) {
    webhook
      .command(`${name} <id>`)
      .description(description)
      .action(async (id: string, _options: unknown, command: Command) => {
        await run(id, command.optsWithGlobals<CommandLineOptions>());
      });
  }
}
