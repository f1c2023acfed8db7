// Why a command failed, for the terminal. Expected failures get sentences; a stack is for defects only.

import { ConfigError } from '../config/config-error.ts';

/** What the operating system refuses at start, and what to do about it. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; choose another port (server.port, PORT, --port) or stop it',
  EADDRNOTAVAIL: 'this machine has no such address; correct server.host (HOST, --host)',
  EACCES: 'permission was refused; choose a port above 1023, or give the process the right',
  ENOENT: 'there is no such file',
  EISDIR: 'that is a directory',
  ENOTFOUND: 'the host name is unknown; correct server.host (HOST, --host)',
};

/** One or more lines, without secrets. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError) {
    const count = error.problems.length;
    const headline = `The configuration has ${count === 1 ? 'a mistake' : `${count} mistakes`}:`;
    return [headline, ...error.problems.map((problem) => `  ${problem}`)].join('\n');
  }
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const advice = Object.hasOwn(SYSTEM_ERRORS, code) ? SYSTEM_ERRORS[code] : undefined;
  return advice === undefined ? (error.stack ?? error.message) : `${error.message}: ${advice}`;
}
