// Settings of older gateways that users' files still hold: moved to where they live now, or answered by one line.

import { isObject, type JsonObject } from '../lib/json.ts';
import { assign, valueAt, type Origins } from './assignment.ts';
import { showValue } from './show-value.ts';
import { showName } from './setting-path.ts';

/** Old place → new place. Silent where only the place differs. */
const MOVED: readonly {
  readonly old: readonly string[];
  readonly now: readonly string[];
  readonly silent?: true;
}[] = [
  { old: ['server', 'admin_token'], now: ['admin', 'token'], silent: true },
  { old: ['server', 'max_tokens_per_request'], now: ['max_tokens_limit'] },
  { old: ['server', 'connect_timeout_secs'], now: ['timeouts', 'connect'] },
  { old: ['server', 'request_timeout_secs'], now: ['retry', 'deadline'] },
  { old: ['internal_retries'], now: ['retry', 'same_key_retries'] },
];

/** Old place → what replaces it. */
const GONE: readonly { readonly old: readonly string[]; readonly instead: string }[] = [
  { old: ['server', 'top_p'], instead: 'callers send top_p in their requests' },
  { old: ['top_p'], instead: 'callers send top_p in their requests' },
];

/** What `rate_limit_behavior` meant, and what does it now. */
const RATE_LIMIT_BEHAVIOR: Readonly<Record<string, string>> = {
  BlockUntilMidnight:
    'a key whose daily quota is used up always rests until the provider refills it at midnight; key_cooldown_minutes sets a fixed rest instead',
  RetryNextKey: 'a limited key always rests and the next key is tried at once',
};

/** Both are lines for people; only a problem forbids the start. */
export interface LegacyReading {
  readonly notices: readonly string[];
  readonly problems: readonly string[];
}

/** Takes the old settings out of `raw`, which is changed. A new setting beside an old one wins. */
export function translateLegacySettings(raw: JsonObject, origins: Origins): LegacyReading {
  const notices: string[] = [];
  const problems: string[] = [];
  for (const { old, now, silent } of MOVED) {
    const value = take(raw, old);
    if (value === undefined) continue;
    const taken = valueAt(raw, now) === undefined;
    if (taken) assign(raw, { path: now, value, from: old.join('.') }, origins);
    if (!taken) notices.push(`${old.join('.')} is ignored: ${now.join('.')} is set too`);
    else if (silent !== true)
      notices.push(`${old.join('.')} is called ${now.join('.')} now and was read as that`);
  }
  for (const { old, instead } of GONE) {
    if (take(raw, old) !== undefined) notices.push(`${old.join('.')} does nothing: ${instead}`);
  }
  notices.push(...takeSecurity(raw));
  const behaviour = take(raw, ['rate_limit_behavior']);
  if (typeof behaviour === 'string' && Object.hasOwn(RATE_LIMIT_BEHAVIOR, behaviour)) {
    notices.push(`rate_limit_behavior does nothing: ${RATE_LIMIT_BEHAVIOR[behaviour]}`);
  } else if (behaviour !== undefined) {
    problems.push(
      `rate_limit_behavior: ${showValue(behaviour, true)} is not allowed; allowed: BlockUntilMidnight, RetryNextKey`,
    );
  }
  return { notices, problems };
}

function takeSecurity(raw: JsonObject): string[] {
  const security = take(raw, ['server', 'security']);
  if (security === undefined) return [];
  const names = isObject(security) ? Object.keys(security) : [];
  return (
    names.length > 0 ? names.map((name) => `server.security.${showName(name)}`) : ['server.security']
  ).map(
    (name) =>
      `${name} does nothing: clients, admin.token, cors.origins and the limits under server guard the gateway`,
  );
}

function take(raw: JsonObject, path: readonly string[]): unknown {
  const section = valueAt(raw, path.slice(0, -1));
  const last = path.at(-1);
  if (!isObject(section) || last === undefined) return undefined;
  const value = section[last];
  delete section[last];
  return value;
}
