// A logger for tests: the real one, with its lines kept in memory.

import { createLogger } from '../../src/telemetry/create-logger.ts';
import type { StartOptions } from '../../src/main.ts';

export interface CapturedLogs {
  /** For `StartOptions.logger`. */
  readonly logger: NonNullable<StartOptions['logger']>;
  /** Everything written so far. */
  text(): string;
  /** The parsed lines that are about one request each. */
  requests(): readonly Readonly<Record<string, unknown>>[];
  clear(): void;
}

/** Creates an empty capture. */
export function captureLogs(): CapturedLogs {
  let lines: string[] = [];
  return {
    logger: (redactor) =>
      createLogger({
        level: 'trace',
        format: 'json',
        redactor,
        destination: { write: (line) => void lines.push(line) },
      }),
    text: () => lines.join(''),
    requests: () =>
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line['msg'] === 'request'),
    clear() {
      lines = [];
    },
  };
}
