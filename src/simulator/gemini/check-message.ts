// Reads a request as Google's JSON-to-protobuf layer does: unknown names and values of a wrong type are errors, null is
// unset, both spellings of a name are one, a single value passes for a list of one. Knows nothing of what fields mean.
import { isObject } from '../../lib/json.ts';
import type { FieldViolation } from './errors.ts';
import { PROTO_MESSAGES } from './proto-messages.ts';

type Shape =
  | { readonly kind: 'message'; readonly name: string }
  | { readonly kind: 'list' | 'map'; readonly item: Shape }
  | { readonly kind: 'choice'; readonly values: ReadonlySet<string> }
  | { readonly kind: 'string' | 'bytes' | 'number' | 'integer' | 'boolean' | 'struct' | 'any' };

interface FieldShape {
  readonly snakeName: string;
  readonly shape: Shape;
}

const messages = new Map<string, ReadonlyMap<string, FieldShape>>();
for (const [name, fields] of Object.entries(PROTO_MESSAGES)) {
  const shapes = new Map<string, FieldShape>();
  for (const [field, spec] of Object.entries(fields)) {
    const entry = { snakeName: toSnake(field), shape: parseSpec(spec) };
    shapes.set(field, entry);
    shapes.set(entry.snakeName, entry);
  }
  messages.set(name, shapes);
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'TYPE_STRING',
  bytes: 'TYPE_BYTES',
  number: 'TYPE_DOUBLE',
  integer: 'TYPE_INT32',
  boolean: 'TYPE_BOOL',
};
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/u;

/** Every violation in `value` read as `message`; at most twenty are reported. */
export function checkMessage(value: unknown, message: string): FieldViolation[] {
  const found: FieldViolation[] = [];
  visit(value, { kind: 'message', name: message }, '', 'value', found);
  return found.slice(0, 20);
}

function parseSpec(spec: string): Shape {
  if (spec.endsWith('[]')) return { kind: 'list', item: parseSpec(spec.slice(0, -2)) };
  if (spec.startsWith('map:')) return { kind: 'map', item: parseSpec(spec.slice(4)) };
  if (spec.includes('|')) return { kind: 'choice', values: new Set(spec.split('|')) };
  switch (spec) {
    case 'string':
    case 'bytes':
    case 'number':
    case 'integer':
    case 'boolean':
    case 'struct':
    case 'any':
      return { kind: spec };
    case 'int64':
      return { kind: 'integer' };
    default:
      return { kind: 'message', name: spec };
  }
}

function visit(value: unknown, shape: Shape, path: string, field: string, found: FieldViolation[]): void {
  if (value === null || value === undefined) return;
  switch (shape.kind) {
    case 'any':
      return;
    case 'message':
      visitMessage(value, shape.name, path, field, found);
      return;
    case 'list':
      if (!Array.isArray(value)) return visit(value, shape.item, path, field, found);
      for (const [index, item] of value.entries()) visit(item, shape.item, `${path}[${index}]`, field, found);
      return;
    case 'map':
      if (!isObject(value)) return wrongType(value, path, 'map', found);
      for (const [index, item] of Object.values(value).entries())
        visit(item, shape.item, `${path}[${index}].value`, field, found);
      return;
    case 'struct':
      if (!isObject(value)) cannotStart(value, path, field, found);
      return;
    default:
      visitScalar(value, shape, path, field, found);
  }
}

function visitMessage(
  value: unknown,
  name: string,
  path: string,
  field: string,
  found: FieldViolation[],
): void {
  if (!isObject(value)) return cannotStart(value, path, field, found);
  const fields = messages.get(name);
  for (const [given, inner] of Object.entries(value)) {
    const known = fields?.get(given);
    if (known)
      visit(inner, known.shape, path === '' ? known.snakeName : `${path}.${known.snakeName}`, given, found);
    else found.push({ field: path, description: `${unknownName(given, path)}: Cannot find field.` });
  }
}

function visitScalar(
  value: unknown,
  shape: Exclude<Shape, { readonly kind: 'message' | 'list' | 'map' | 'any' | 'struct' }>,
  path: string,
  field: string,
  found: FieldViolation[],
): void {
  if (typeof value === 'object') return cannotStart(value, path, field, found);
  if (shape.kind === 'choice') {
    if (typeof value === 'number' || (typeof value === 'string' && shape.values.has(value.toUpperCase())))
      return;
    const enumName = `type.googleapis.com/google.ai.generativelanguage.v1beta.${enumNameOf(field)}`;
    return wrongType(value, path, enumName, found);
  }
  if (!fits(value, shape.kind)) wrongType(value, path, TYPE_NAMES[shape.kind] ?? shape.kind, found);
}

function fits(value: unknown, kind: string): boolean {
  switch (kind) {
    case 'string':
      return typeof value === 'string';
    case 'bytes':
      return typeof value === 'string' && BASE64.test(value);
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'integer':
      return Number.isInteger(typeof value === 'string' && value !== '' ? Number(value) : value);
    default:
      return Number.isFinite(typeof value === 'string' && value !== '' ? Number(value) : value);
  }
}

function wrongType(value: unknown, path: string, type: string, found: FieldViolation[]): void {
  const description =
    type === 'TYPE_BYTES'
      ? `Invalid value at '${path}' (TYPE_BYTES), Base64 decoding failed for ${shorten(value)}`
      : `Invalid value at '${path}' (${type}), ${shorten(value)}`;
  found.push({ field: path, description });
}

function cannotStart(value: unknown, path: string, field: string, found: FieldViolation[]): void {
  const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  if (Array.isArray(value)) {
    const description = `${unknownName(field, parent)}: Proto field is not repeating, cannot start list.`;
    found.push({ field: parent, description });
  } else if (typeof value === 'object') {
    found.push({
      field: path,
      description: `Invalid value at '${path}' (TYPE_STRING), Starting an object on a scalar field`,
    });
  } else {
    found.push({ field: path, description: `Invalid value at '${path}' (Object), ${shorten(value)}` });
  }
}

function unknownName(name: string, path: string): string {
  const where = path === '' ? '' : ` at '${path}'`;
  return `Invalid JSON payload received. Unknown name "${name}"${where}`;
}

function shorten(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}

function enumNameOf(field: string): string {
  const camel = field.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

function toSnake(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
