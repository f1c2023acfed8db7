// Settings that are accepted and checked but do nothing yet: each is said in one line, so that nobody relies on it.

import type { Settings } from './settings.ts';

/** One line for each such setting that is in use. */
export function inertNotices(settings: Settings): readonly string[] {
  const limited = settings.clients.filter(
    (client) => client.rpm ?? client.tpm ?? client.rpd ?? client.concurrency ?? client.budget,
  );
  const lines: readonly (string | false)[] = [
    settings.server.workers > 1 &&
      `server.workers: ${settings.server.workers} does nothing yet; one process serves`,
    settings.cache.enabled === 'all' && 'cache.enabled: all acts as prompts for now',
    settings.redis_url !== undefined && 'redis_url does nothing yet; state is kept in this process',
    settings.redis_key_prefix !== undefined && 'redis_key_prefix does nothing yet, as redis_url',
    settings.database_url !== undefined && 'database_url does nothing yet; state is kept by this process',
    settings.ip_limits?.rpm !== undefined && 'ip_limits does nothing yet',
    settings.logs.bodies && 'logs.bodies: true does nothing yet; no body is written to the log',
    limited.length > 0 &&
      `clients: the limits and budgets of ${limited.map((client) => client.name).join(', ')} do nothing yet`,
    settings.auth === 'none' &&
      settings.clients.length > 0 &&
      'auth: none: the configured client keys are not asked for',
  ];
  return lines.filter((line) => line !== false);
}
