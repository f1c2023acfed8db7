// The keywords of a schema node that hold plain values: the list of those that Google takes, each put right.

import { asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { wireNumber } from './wire-number.ts';

const STRING_FORMATS = new Set(['enum', 'date-time', 'date', 'time', 'duration']);
const COUNTS = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'] as const;

/** Plain keywords in a fixed order. */
export function translateKeywords(node: JsonObject, type: JsonValue | undefined): JsonObject {
  const result: JsonObject = {};
  const title = asString(node['title']);
  if (title !== undefined) result['title'] = title;
  const description = asString(node['description']);
  if (description !== undefined) result['description'] = description;
  const format = asString(node['format']);
  if (format !== undefined && keepsFormat(format, type)) result['format'] = format;
  const choices = translateEnum(node, type);
  if (choices) result['enum'] = choices;
  const pattern = asString(node['pattern']);
  if (pattern !== undefined) result['pattern'] = pattern;
  for (const name of COUNTS) {
    const count = wireNumber(node[name]);
    if (count !== undefined && count >= 0) result[name] = Math.trunc(count);
  }
  const minimum = lowerBound(node, type);
  if (minimum !== undefined) result['minimum'] = minimum;
  const maximum = upperBound(node, type);
  if (maximum !== undefined) result['maximum'] = maximum;
  if (node['default'] !== undefined) result['default'] = node['default'];
  return result;
}

function keepsFormat(format: string, type: JsonValue | undefined): boolean {
  const isText = type === 'string' || (Array.isArray(type) && type.includes('string'));
  if (isText || type === undefined) return STRING_FORMATS.has(format);
  return ['int32', 'int64', 'float', 'double'].includes(format);
}

/** Google's choices are texts or numbers: a truth value cannot be one, and its type says as much anyway. */
function translateEnum(node: JsonObject, type: JsonValue | undefined): JsonValue[] | undefined {
  const given = 'const' in node ? [node['const'] ?? null] : node['enum'];
  if (!Array.isArray(given)) return undefined;
  const isText = type === 'string' || (Array.isArray(type) && type.includes('string'));
  const kept: JsonValue[] = [];
  for (const choice of given) {
    if (choice === null || choice === '' || typeof choice === 'object') continue;
    if (typeof choice === 'boolean' && !isText) continue;
    const value = isText ? String(choice) : choice;
    if (!kept.includes(value)) kept.push(value);
  }
  return kept.length > 0 ? kept : undefined;
}

function lowerBound(node: JsonObject, type: JsonValue | undefined): number | undefined {
  const inclusive = wireNumber(node['minimum']);
  // In draft 4 the word is a flag on `minimum`.
  const exclusive = node['exclusiveMinimum'] === true ? inclusive : wireNumber(node['exclusiveMinimum']);
  const raised = exclusive === undefined || type !== 'integer' ? exclusive : Math.floor(exclusive) + 1;
  if (raised === undefined || inclusive === undefined) return raised ?? inclusive;
  return Math.max(raised, inclusive);
}

function upperBound(node: JsonObject, type: JsonValue | undefined): number | undefined {
  const inclusive = wireNumber(node['maximum']);
  const exclusive = node['exclusiveMaximum'] === true ? inclusive : wireNumber(node['exclusiveMaximum']);
  const lowered = exclusive === undefined || type !== 'integer' ? exclusive : Math.ceil(exclusive) - 1;
  if (lowered === undefined || inclusive === undefined) return lowered ?? inclusive;
  return Math.min(lowered, inclusive);
}
