// Turns what the schema complains of into lines for people: which setting, what stands there, what is allowed.

import type { z } from 'zod';
import { namesAt, placesOf } from './known-names.ts';
import { nearestName } from './nearest-name.ts';
import { showValue } from './show-value.ts';
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
  const wrong = `${subject}: ${showValue(issue.input, plain)} is not allowed`;
  return [`${wrong}; allowed: ${allowedText(issue)}${meantWord(issue)}`];
}

function meantWord(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'custom' || typeof issue.input !== 'string') return '';
  const words: unknown = issue.params?.['words'];
  const near = Array.isArray(words) ? nearestName(issue.input.trim(), words.map(String)) : undefined;
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function allowedText(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.expected === 'array' ? 'a list' : issue.message;
}

function describeUnknown(name: string, path: SettingPath, schema: z.ZodType): string {
  const section = formatPath(path);
  const hint = meantName(name, path, schema);
  return `${section === '' ? '' : `${section}.`}${showName(name)}: unknown setting; ${hint}`;
}

/** More names than this are no help in one line. */
const MOST_LISTED = 12;

function meantName(name: string, path: SettingPath, schema: z.ZodType): string {
  const names = namesAt(schema, path) ?? [];
  const near = nearestName(name, names);
  const elsewhere = placesOf(schema, name);
  if (elsewhere.length > 0) return `did you mean ${elsewhere.join(' or ')}?`;
  if (near !== undefined) return `did you mean ${formatPath([...path, near])}?`;
  return names.length > MOST_LISTED
    ? 'no setting here has a name like it'
    : `known here: ${names.join(', ')}`;
}
