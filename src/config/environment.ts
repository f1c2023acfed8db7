// What environment variables say about single settings. Keys and clients, which come as lists, are in environment-keys.ts.

import type { Assignment } from './assignment.ts';
import { parseRustLog } from './rust-log.ts';

/** Those of the process laid over those of `.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Variable → setting. */
export const SETTING_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  PORT: ['server', 'port'],
  HOST: ['server', 'host'],
  POLLUX_AUTH: ['auth'],
  ADMIN_TOKEN: ['admin', 'token'],
  LOG_LEVEL: ['logs', 'level'],
  KEY_COOLDOWN_MINUTES: ['key_cooldown_minutes'],
  STREAM_FAILOVER: ['stream_failover'],
  REDIS_URL: ['redis_url'],
  DATABASE_URL: ['database_url'],
  BIG_MODEL: ['big_model'],
  SMALL_MODEL: ['small_model'],
  MAX_TOKENS_LIMIT: ['max_tokens_limit'],
  REQUEST_TIMEOUT: ['retry', 'deadline'],
  POLLUX_DATA_DIR: ['data_dir'],
  POLLUX_ENCRYPTION_KEY: ['encryption_key'],
  POLLUX_PREVIOUS_ENCRYPTION_KEY: ['previous_encryption_key'],
};

/** A problem forbids the start, a notice does not. */
export interface EnvironmentReading {
  readonly assignments: readonly Assignment[];
  readonly notices: readonly string[];
  readonly problems: readonly string[];
}

/** Reads the variables that stand for one setting each. An empty variable says nothing. */
export function readEnvironment(variables: Variables): EnvironmentReading {
  const assignments: Assignment[] = [];
  const notices: string[] = [];
  for (const [from, path] of Object.entries(SETTING_VARIABLES)) {
    const value = variables[from]?.trim() ?? '';
    if (value !== '') assignments.push({ path, value, from });
  }
  const rustLog = variables['RUST_LOG']?.trim() ?? '';
  if (rustLog !== '' && (variables['LOG_LEVEL']?.trim() ?? '') === '') {
    const level = parseRustLog(rustLog);
    if (level === undefined)
      notices.push('RUST_LOG names no level and is ignored; LOG_LEVEL sets the log level');
    else assignments.push({ path: ['logs', 'level'], value: level, from: 'RUST_LOG' });
  }
  return { assignments, notices, problems: [] };
}
