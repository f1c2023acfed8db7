// The effective configuration for people: every setting as it is in force, in the units of the file, secrets masked.

import { Secret } from '../lib/secret.ts';
import { formatByteSize } from './fields/byte-size.ts';
import { formatDuration } from './fields/duration.ts';
import { schemaAt } from './schema-at.ts';
import { settingsSchema } from './settings-schema.ts';
import type { Settings } from './settings.ts';

/** Plain values to print; nothing in it is secret. */
export function describeSettings(settings: Settings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, describe(value, [name])]),
  );
}

function describe(value: unknown, path: readonly PropertyKey[]): unknown {
  if (value instanceof Secret) return describeSecret(value);
  if (Array.isArray(value)) return value.map((item, index) => describe(item, [...path, index]));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([name, inner]) => [name, describe(inner, [...path, name])]),
    );
  }
  return typeof value === 'number' ? describeNumber(value, path) : value;
}

function describeNumber(value: number, path: readonly PropertyKey[]): number | string {
  const unit = schemaAt(settingsSchema, path)?.meta()?.['unit'];
  if (unit === 'milliseconds') return formatDuration(value);
  return unit === 'bytes' ? formatByteSize(value) : value;
}

/** A proxy or a database is recognised by its host; only its user and password are secret. */
function describeSecret(secret: Secret): string {
  const text = secret.reveal();
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) || !URL.canParse(text)) return secret.masked;
  const url = new URL(text);
  const user = url.username === '' && url.password === '' ? '' : '***@';
  return `${url.protocol}//${user}${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
