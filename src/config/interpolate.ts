// `${NAME}` in configuration files. References are marked before the file is parsed and filled in afterwards, so that
// no value of a variable can change the file's structure and a reference in a comment asks for nothing.

import { maskSecret } from '../lib/secret.ts';
import { formatPath, type SettingPath } from './setting-path.ts';

const OPEN = '\uE000';
const CLOSE = '\uE001';

/** Replaces `${NAME}` by marks that YAML and TOML take for plain text. */
export function markReferences(source: string): string {
  return source.replaceAll(/\$\{([A-Za-z_]\w*)\}/gu, `${OPEN}$1${CLOSE}`);
}

/** Undoes {@link markReferences}, for messages. */
export function unmarkReferences(text: string): string {
  return text.replaceAll(OPEN, '${').replaceAll(CLOSE, '}');
}

/** What could not be filled in is missing from the texts of `value`. */
export interface Filled {
  readonly value: unknown;
  /** Names of the variables that were used. */
  readonly used: ReadonlySet<string>;
  /** Place of each text that could not be filled in → what is wrong with it. */
  readonly unfilled: ReadonlyMap<string, string>;
}

/** Fills in the marked references of a parsed file from `variables`. A variable that is not set is a problem. */
export function fillReferences(
  parsed: unknown,
  variables: Readonly<Record<string, string | undefined>>,
): Filled {
  const used = new Set<string>();
  const unfilled = new Map<string, string>();
  const fillText = (text: string, path: SettingPath): string => {
    const filled = text.replaceAll(/\uE000(\w+)\uE001/gu, (_, name: string) => {
      const value = variables[name];
      if (value !== undefined) {
        used.add(name);
        return value;
      }
      unfilled.set(formatPath(path), describeMissing(name));
      return '';
    });
    if (filled === text && text.includes('${')) {
      unfilled.set(formatPath(path), `holds "\${" that is not a reference; write \${NAME} with a plain name`);
    }
    return filled;
  };
  const fill = (value: unknown, path: SettingPath): unknown => {
    if (typeof value === 'string') return fillText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]));
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        unmarkReferences(name),
        fill(inner, [...path, unmarkReferences(name)]),
      ]),
    );
  };
  return { value: fill(parsed, []), used, unfilled };
}

/** Words of one case, none of them long: keys mix cases, or are long runs of letters and digits. */
const LIKE_A_VARIABLE =
  /^_*(?:[A-Z][A-Z\d]{0,15}|[a-z][a-z\d]{0,15})(?:_+(?:[A-Z\d]{1,16}|[a-z\d]{1,16}))*_*$/u;

function describeMissing(name: string): string {
  if (LIKE_A_VARIABLE.test(name)) return `names the variable \${${name}}, which is not set`;
  return `names the variable \${${maskSecret(name)}}, which is not set; if that is the value itself, write it without \${}`;
}
