// `pollux keys`: its subcommands and their options.

import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { JsonObject } from '../../lib/json.ts';
import { explainFailure } from '../explain-failure.ts';
import { AdminCallError, createAdminClient } from './admin-client.ts';
import { findGateway, type FindOptions } from './find-gateway.ts';
import {
  addKeys,
  changeKey,
  listKeys,
  removeKey,
  testKeys,
  type KeyCommandTools,
  type KeyFilter,
} from './key-commands.ts';
import { readHiddenLine } from './read-hidden-line.ts';

interface KeyOptions extends FindOptions {
  readonly json?: boolean;
}

interface AddOptions extends KeyOptions {
  readonly file?: string;
  readonly provider?: string;
  readonly name?: string;
  readonly project?: string;
  readonly weight?: string;
  readonly models?: string;
  readonly rpm?: string;
  readonly tpm?: string;
  readonly rpd?: string;
}

/** Adds the command to the program. */
export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description('List and change the provider keys of a running gateway.');
  reaching(keys.command('list').alias('ls'))
    .description('List the keys with their state.')
    .option('--provider <name>', 'only those of one provider')
    .option('--state <state>', 'active, quarantined, dead, disabled or stored')
    .option('--project <id>', 'only those of one project')
    .action((options: KeyOptions & KeyFilter) =>
      run(options, (tools) =>
        listKeys(tools, { provider: options.provider, state: options.state, project: options.project }),
      ),
    );
  settings(
    reaching(
      keys
        .command('add')
        .argument('[key...]', 'keys; better from a file or standard input: arguments stay in the history'),
    ),
  )
    .description('Add keys, from arguments, a file or standard input. They are never shown.')
    .option('-f, --file <path>', 'file with one key a line, or JSON; - is standard input')
    .action((given: string[], options: AddOptions) =>
      run(options, async (tools) => addKeys(tools, await keysFrom(given, options.file), settingsOf(options))),
    );
  settings(
    reaching(keys.command('import').argument('<file>', 'one key a line, or JSON; - is standard input')),
  )
    .description('Add all keys of a file.')
    .action((file: string, options: AddOptions) =>
      run(options, async (tools) => addKeys(tools, await keysFrom([], file), settingsOf(options))),
    );
  const one = 'id (or its beginning), name or mask, as listed';
  reaching(keys.command('remove').alias('rm').argument('<key>', one))
    .description('Remove a key that was added at run time.')
    .action((key: string, options: KeyOptions) => run(options, (tools) => removeKey(tools, key)));
  for (const enabled of [false, true]) {
    reaching(keys.command(enabled ? 'enable' : 'disable').argument('<key>', one))
      .description(
        enabled ? 'Put a key back into service.' : 'Take a key out of service, until it is enabled.',
      )
      .action((key: string, options: KeyOptions) =>
        run(options, (tools) => changeKey(tools, key, { enabled })),
      );
  }
  reaching(keys.command('test').argument('[key...]', `${one}; all when absent`))
    .description('Ask the provider whether keys are well; costs no quota.')
    .action((named: string[], options: KeyOptions) => run(options, (tools) => testKeys(tools, named)));
  reaching(keys.command('label').argument('<key>', one).argument('[name]', 'none takes the name away'))
    .description('Name a key.')
    .action((key: string, name: string | undefined, options: KeyOptions) =>
      run(options, (tools) => changeKey(tools, key, { name: name ?? null })),
    );
  reaching(keys.command('move').argument('<key>', one).argument('[project]', 'none gives it back its own'))
    .description('Put a key into a project, whose keys share their quotas.')
    .action((key: string, project: string | undefined, options: KeyOptions) =>
      run(options, (tools) => changeKey(tools, key, { project: project ?? null })),
    );
}

function reaching(command: Command): Command {
  return command
    .option('--url <url>', 'address of the gateway; that of the configuration when absent')
    .option('-c, --config <file>', 'configuration file, YAML or TOML')
    .option('--data-dir <directory>', 'directory of durable state, which holds the admin token')
    .option('--json', 'print JSON');
}

function settings(command: Command): Command {
  return command
    .option('--provider <name>', 'whose keys they are; needed when several providers are configured')
    .option('--name <name>', 'name in the log and in lists')
    .option('--project <id>', 'project that they belong to')
    .option('--weight <number>', 'share of requests under strategy weighted')
    .option('--models <globs>', 'models that they may serve')
    .option('--rpm <number>', 'requests per minute and model')
    .option('--tpm <number>', 'tokens per minute and model')
    .option('--rpd <number>', 'requests per day and model');
}

function settingsOf({ provider, name, project, weight, models, rpm, tpm, rpd }: AddOptions): JsonObject {
  const limits = { rpm, tpm, rpd };
  const limited = Object.values(limits).some((value) => value !== undefined);
  const all: JsonObject = { provider, name, project, weight, models, limits: limited ? limits : undefined };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** From the arguments, else the file, else standard input; a person at a terminal is asked. */
async function keysFrom(given: readonly string[], file: string | undefined): Promise<string> {
  if (given.length > 0) return given.join('\n');
  if (file !== undefined && file !== '-') return readFileSync(file, 'utf8');
  if (process.stdin.isTTY)
    return readHiddenLine('Key (not shown): ', process.stdin, (text) => void process.stderr.write(text));
  return readAll(process.stdin);
}

async function run(options: KeyOptions, act: (tools: KeyCommandTools) => Promise<number>): Promise<void> {
  try {
    const { url, token, whence } = findGateway(options, process.env, process.cwd());
    const client = createAdminClient(url, token, whence);
    process.exitCode = await act({ client, json: options.json === true, print: (text) => console.log(text) });
  } catch (error) {
    const expected = error instanceof AdminCallError;
    console.error(expected ? error.message : explainFailure(error));
    process.exitCode = expected ? error.exitCode : 1;
  }
}
