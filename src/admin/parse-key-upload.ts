// Keys as people hand them over: JSON of several shapes, or plain text with one a line or between commas.

import type { z } from 'zod';
import { describeIssue } from '../config/describe-issue.ts';
import { providerKey } from '../config/sections/provider.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { inSlices } from '../lib/in-slices.ts';
import { isObject, tryParseJson, type JsonObject, type JsonValue } from '../lib/json.ts';
import { maskSecret, type Secret } from '../lib/secret.ts';
import type { KeyConfig } from '../pool/pool.ts';

/** One of them: a key, or why it is none. */
export type UploadedKey =
  | { readonly type: 'key'; readonly config: KeyConfig }
  | { readonly type: 'invalid'; readonly masked: string; readonly message: string };

/** `provider` is undefined where the upload names none; at most 10,000 keys. */
export interface KeyUpload {
  readonly provider: string | undefined;
  readonly keys: readonly UploadedKey[];
}

/** So many in one request. */
const MOST_UPLOADED = 10_000;
const SHORTEST_KEY = 8;
const LONGEST_KEY = 1024;

/**
 * Reads `[…]`, `{provider?, keys: […] | "…", …settings of all}`, `{provider?, key, …}` or text. Rejects with GatewayError when
 * nothing of it can be read, or when there are too many.
 */
export async function parseKeyUpload(body: Buffer): Promise<KeyUpload> {
  const text = body
    .toString('utf8')
    .replace(/^\u{FEFF}/u, '')
    .trim();
  const { provider, entries } = /^[[{]/u.test(text)
    ? readJson(text)
    : { provider: undefined, entries: splitText(text) };
  if (entries.length === 0) throw new GatewayError('invalid_request', 'No key was sent.', { param: 'keys' });
  if (entries.length > MOST_UPLOADED)
    throw new GatewayError('invalid_request', `More than ${MOST_UPLOADED} keys were sent at once.`, {
      param: 'keys',
    });
  const keys: UploadedKey[] = [];
  await inSlices(entries, (slice) => void keys.push(...slice.map(readEntry)));
  return { provider, keys };
}

interface Entries {
  readonly provider: string | undefined;
  readonly entries: readonly JsonValue[];
}

function readJson(text: string): Entries {
  const value = tryParseJson(text);
  // Without the parser's own words: they would quote the keys.
  if (value === undefined) throw new GatewayError('invalid_json', 'The request body is not valid JSON.');
  if (Array.isArray(value)) return { provider: undefined, entries: value };
  if (!isObject(value)) return { provider: undefined, entries: [] };
  const { provider, keys, ...settings } = value;
  if (provider !== undefined && typeof provider !== 'string')
    throw new GatewayError('invalid_request', 'provider must be a name.', { param: 'provider' });
  const listed = typeof keys === 'string' ? splitText(keys) : Array.isArray(keys) ? keys : undefined;
  if (listed === undefined) return { provider, entries: keys === undefined ? [settings] : [] };
  return {
    provider,
    entries: listed.map((entry) => withSettings(entry, settings)),
  };
}

/** What is said of all goes before what is said of one. */
function withSettings(entry: JsonValue, settings: JsonObject): JsonObject {
  return isObject(entry) ? { ...settings, ...entry } : { ...settings, key: entry };
}

/** A `#` where a key would begin makes a remark of the rest of the line; within a key it is a part of it. */
function splitText(text: string): string[] {
  return text
    .split(/[\r\n]+/u)
    .flatMap((line) => line.replace(/(?<![^\s,;])#.*/su, '').split(/[\s,;]+/u))
    .map((key) => key.replaceAll(/^["']|["']$/gu, ''))
    .filter((key) => key !== '');
}

function readEntry(entry: JsonValue): UploadedKey {
  const read = providerKey.safeParse(entry, { reportInput: true });
  if (!read.success) return { type: 'invalid', masked: maskOf(entry), message: describe(read.error, entry) };
  const { key, ...settings } = read.data;
  const problem = problemOf(key);
  if (problem !== undefined) return { type: 'invalid', masked: key.masked, message: problem };
  return { type: 'key', config: { ...settings, key } };
}

function problemOf(key: Secret): string | undefined {
  const { length } = key.reveal();
  if (length >= SHORTEST_KEY && length <= LONGEST_KEY) return undefined;
  return `key: has ${length} characters; allowed: ${SHORTEST_KEY} to ${LONGEST_KEY}`;
}

function maskOf(entry: JsonValue): string {
  const key = isObject(entry) ? entry['key'] : entry;
  return typeof key === 'string' ? maskSecret(key) : '?';
}

function describe(error: z.ZodError, entry: JsonValue): string {
  const lines = error.issues.flatMap((issue) => describeIssue(issue, providerKey, () => undefined));
  return isObject(entry) ? lines.join('; ') : (lines[0] ?? '');
}
