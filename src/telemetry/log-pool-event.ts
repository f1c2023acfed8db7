// One line for each change in a pool's life that an operator may ask about later. Keys come masked.

import type { Logger } from 'pino';

/** What happened in a pool, in the pool's own words. Times are Unix milliseconds. */
export interface PoolHappening {
  readonly event: string;
  readonly key?: string | undefined;
  readonly project?: string | undefined;
  readonly model?: string | undefined;
  readonly reason?: string | undefined;
  readonly untilMs?: number | undefined;
}

/** A person has to do something about these. */
const FOR_PEOPLE = new Set(['key_dead', 'project_dead', 'egress_blocked']);

/** Writes the line: `warn` for what does not mend itself, else `info`. */
export function logPoolEvent(logger: Logger, provider: string, happening: PoolHappening): void {
  const { event, key, project, model, reason, untilMs } = happening;
  const level = FOR_PEOPLE.has(event) ? 'warn' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const until = untilMs === undefined || untilMs === Infinity ? undefined : new Date(untilMs).toISOString();
  logger[level]({ event, provider, key, project, model, reason, until }, 'pool');
}
