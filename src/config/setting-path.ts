// How the place of a setting is written: `clients[0].name`.

import { maskSecret } from '../lib/secret.ts';

/** From the outermost section inwards; indexes of lists are numbers, as in the issues of zod. */
export type SettingPath = readonly PropertyKey[];

/** Names are words; keys are long and have no words in them, or mix letters and digits. */
const LONGEST_NAME = 64;
const LONGEST_WORD = 16;

/** A name as it may be shown: masked when it could be a key in the wrong place. */
export function showName(name: string): string {
  const ordinary = /^[\u0020-\u007e]*$/u.test(name) && name.length <= LONGEST_NAME;
  if (ordinary && name.length <= LONGEST_WORD) return name;
  const keyLike = /[A-Za-z0-9]{16}/u.test(name) || (/[A-Z]/u.test(name) && /\d/u.test(name));
  return ordinary && !keyLike ? name : maskSecret(name);
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
