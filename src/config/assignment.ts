// A value that the environment, the command line or an older name gives to a setting.

import { isObject, type JsonObject } from '../lib/json.ts';
import { formatPath, type SettingPath } from './setting-path.ts';

/** `value` is as written, unchecked; `path` has one name for each section on the way. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: unknown;
  /** Who says so, e.g. `PORT`, `--port`. */
  readonly from: string;
}

/** Remembers where values came from, for messages. */
export type Origins = Map<string, string>;

/** Puts `assignment` into `raw`, which is changed. A section that the file wrote as something else is left for the schema to refuse. */
export function assign(raw: JsonObject, assignment: Assignment, origins: Origins): void {
  let section = raw;
  for (const name of assignment.path.slice(0, -1)) {
    const inner = section[name] ?? (section[name] = {});
    if (!isObject(inner)) return;
    section = inner;
  }
  const last = assignment.path.at(-1);
  if (last === undefined) return;
  Object.assign(section, { [last]: assignment.value });
  origins.set(formatPath(assignment.path), assignment.from);
}

/** What `raw` holds at `path`. */
export function valueAt(raw: JsonObject, path: SettingPath): unknown {
  let current: unknown = raw;
  for (const name of path) current = isObject(current) ? current[String(name)] : undefined;
  return current;
}

/** Who set the value at `path` or a section around it. */
export function originAt(origins: Origins, path: SettingPath): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = origins.get(formatPath(path.slice(0, length)));
    if (origin !== undefined) return origin;
  }
  return undefined;
}
