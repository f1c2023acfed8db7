// Turns what the schema complains of into lines for people: which setting, what stands there, what is allowed.

import type { z } from 'zod';
import { isObject } from '../lib/json.ts';
import { maskSecret } from '../lib/secret.ts';
import { namesAt, placesOf } from './known-names.ts';
import { nearestName } from './nearest-name.ts';
import { formatPath, showName, type SettingPath } from './setting-path.ts';

/** Says which environment variable or option a value came from; undefined for the file and for defaults. */
export type OriginOf = (path: SettingPath) => string | undefined;

/** One issue of the schema as one or more lines. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  originOf: OriginOf,
): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => describeUnknown(name, issue.path, schema));
  }
  const where = formatPath(issue.path) || 'the configuration';
  const origin = originOf(issue.path);
  const plain = issue.code === 'custom' && issue.params?.['plain'] === true;
  const subject = origin === undefined ? where : `${where} (from ${origin})`;
  if (issue.input === undefined) return [`${subject}: missing; needed: ${allowedText(issue)}`];
  return [`${subject}: ${showValue(issue.input, plain)} is not allowed; allowed: ${allowedText(issue)}`];
}

function allowedText(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.expected === 'array' ? 'a list' : issue.message;
}

function describeUnknown(name: string, path: SettingPath, schema: z.ZodType): string {
  const section = formatPath(path);
  const names = namesAt(schema, path) ?? [];
  const near = nearestName(name, names);
  const elsewhere = placesOf(schema, name);
  const meant = near === undefined ? elsewhere[0] : formatPath([...path, near]);
  const hint = meant === undefined ? `known here: ${names.join(', ')}` : `did you mean ${meant}?`;
  return `${section === '' ? '' : `${section}.`}${showName(name)}: unknown setting; ${hint}`;
}

/** Longer words than this could be keys that were put in the wrong place. */
const LONGEST_SHOWN = 16;

/** A value as it may be shown: harmless words and numbers as they are, anything else masked. */
export function showValue(value: unknown, plain: boolean): string {
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return plain ? String(value) : 'a bare number';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return isObject(value) ? 'a mapping' : 'nothing';
  const text = value.trim();
  if (text === '') return 'empty text';
  return plain && text.length <= LONGEST_SHOWN && /^[\w .:/+-]*$/u.test(text)
    ? `"${text}"`
    : `"${maskSecret(text)}"`;
}
