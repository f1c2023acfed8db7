// How the place of a setting is written: `clients[0].name`.

import { maskSecret } from '../lib/secret.ts';

export type SettingPath = readonly PropertyKey[];

/** Names that people give to settings, providers and models; anything else might be a key in the wrong place. */
const ORDINARY_NAME = /^[\w.*:/@?[\]{}!-]{1,32}$/u;

/** A name as it may be shown. */
export function showName(name: string): string {
  return ORDINARY_NAME.test(name) ? name : maskSecret(name);
}

/** Dotted, with indexes in brackets. */
export function formatPath(path: SettingPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${showName(String(part))}`;
  }
  return text;
}
