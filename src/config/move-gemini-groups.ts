// GEMINI_BASE_URL, where the keys of Gemini stand in groups: those that become the provider `gemini` move to that address.

import { isObject, type JsonObject } from '../lib/json.ts';
import { valueAt, type Assignment, type Origins } from './assignment.ts';
import { formatPath } from './setting-path.ts';

const OPENAI_PATH = '/v1beta/openai';
const GOOGLE = 'https://generativelanguage.googleapis.com';

/**
 * Points the groups that belong to the provider `gemini` at `baseUrl`; `raw` is changed. They are those at the address of
 * `providers.gemini` or, where the file has none, at that of the first Gemini group. True when there was one.
 */
export function moveGeminiGroups(raw: JsonObject, baseUrl: Assignment, origins: Origins): boolean {
  const groups = raw['groups'];
  if (!Array.isArray(groups) || typeof baseUrl.value !== 'string') return false;
  const target = `${plainAddress(baseUrl.value)}${OPENAI_PATH}`;
  let home = isObject(valueAt(raw, ['providers', 'gemini'])) ? homeOfProvider(raw) : undefined;
  let moved = false;
  for (const [index, group] of groups.entries()) {
    const address = isObject(group) ? addressOf(group) : undefined;
    if (!isObject(group) || address === undefined) continue;
    home ??= address;
    if (address !== home) continue;
    group['target_url'] = target;
    origins.set(formatPath(['groups', index, 'target_url']), baseUrl.from);
    moved = true;
  }
  return moved;
}

function homeOfProvider(raw: JsonObject): string {
  const url = valueAt(raw, ['providers', 'gemini', 'base_url']);
  return typeof url === 'string' ? plainAddress(url) : GOOGLE;
}

/** Where a Gemini group's keys are valid; undefined for a group of another provider. */
function addressOf(group: JsonObject): string | undefined {
  const url = group['target_url'] ?? `${GOOGLE}${OPENAI_PATH}`;
  return typeof url === 'string' && url.trim().replace(/\/+$/u, '').endsWith(OPENAI_PATH)
    ? plainAddress(url)
    : undefined;
}

/** Without the version and the closing slashes that users paste along. */
function plainAddress(url: string): string {
  return url
    .trim()
    .replace(/\/+$/u, '')
    .replace(/\/v1(?:beta(?:\/openai)?)?$/u, '');
}
