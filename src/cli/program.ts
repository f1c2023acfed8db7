// The subcommands and their options. What they do is in the file of the same name.

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { CommandLineOverrides } from '../config/command-line.ts';
import { nearestName } from '../config/nearest-name.ts';
import { check } from './check.ts';
import { addKeysCommand } from './keys/keys-command.ts';
import { serve } from './serve.ts';
import { simulate } from './simulate.ts';

/** Creates the command line of `pollux`; nothing runs before it parses arguments. */
export function createProgram(): Command {
  const program = new Command('pollux')
    .description(
      'A self-hosted AI gateway: pools of provider keys behind the OpenAI, Anthropic and Gemini wire formats.',
    )
    .version(readVersion());
  withSettings(program.command('serve', { isDefault: true }))
    .description('Start the gateway (what `pollux` does without a subcommand).')
    .allowExcessArguments()
    .action(async (options: CommandLineOverrides, { args: [word] }: Command) => {
      if (word === undefined) process.exitCode = await serve(options);
      else program.error(describeSurplus(program, word), { exitCode: 2 });
    });
  withSettings(
    program.command('check').argument('[file]', 'configuration file; found as serve finds it when absent'),
  )
    .description('Check the configuration and print it as it would be in force, secrets masked.')
    .action((file: string | undefined, options: CommandLineOverrides) => {
      process.exitCode = check({ ...options, config: file ?? options.config });
    });
  program
    .command('simulate')
    .description('Start the built-in simulator of the Gemini, OpenAI and Anthropic APIs by itself.')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes any free one', '8089')
    .action(async (options: { host: string; port: string }) => {
      process.exitCode = await simulate(options);
    });
  addKeysCommand(program);
  return program;
}

function withSettings(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration file, YAML or TOML')
    .option('--host <host>', 'address to listen on')
    .option('-p, --port <port>', 'port to listen on; 0 takes any free one')
    .option('--simulate', 'answer from the built-in simulator')
    .option('--auth <mode>', 'client_keys, or none to let anybody in')
    .option('--log-level <level>', 'trace, debug, info, warn, error, fatal or silent')
    .option('--log-format <format>', 'json or pretty')
    .option('--data-dir <directory>', 'directory of durable state');
}

/** What is no command ends up with the one that may go unnamed. */
function describeSurplus({ args, commands }: Command, word: string): string {
  if (args[0] === 'serve')
    return `error: serve takes no argument '${word}'; a configuration file is named by --config`;
  const names = commands.map((command) => command.name());
  const near = nearestName(word, names);
  const meant = near === undefined ? '' : ` did you mean ${near}?`;
  return `error: pollux has no command '${word}';${meant} commands: ${names.join(', ')}`;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
