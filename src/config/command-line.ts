// What the command line says about settings; it wins over everything else.

import type { Assignment } from './assignment.ts';

/** Options of `pollux serve` and `pollux check`. Values are as typed; the schema judges them. */
export interface CommandLineOverrides {
  /** Path of the configuration file. */
  readonly config?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  readonly simulate?: boolean | undefined;
  readonly logLevel?: string | undefined;
  readonly logFormat?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly auth?: string | undefined;
}

/** The settings that the options stand for. */
export function readCommandLine(options: CommandLineOverrides): readonly Assignment[] {
  const all: readonly Assignment[] = [
    { path: ['server', 'host'], value: options.host, from: '--host' },
    { path: ['server', 'port'], value: options.port, from: '--port' },
    { path: ['simulate'], value: options.simulate, from: '--simulate' },
    { path: ['logs', 'level'], value: options.logLevel, from: '--log-level' },
    { path: ['logs', 'format'], value: options.logFormat, from: '--log-format' },
    { path: ['data_dir'], value: options.dataDir, from: '--data-dir' },
    { path: ['auth'], value: options.auth, from: '--auth' },
  ];
  return all.filter((one) => one.value !== undefined);
}
