// Where two requests say different things, aspect by aspect.

import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../../src/lib/json.ts';
import type { Meaning } from './meaning.ts';

/** `system`, `turn 2 model part 0`, `tool get_weather schema`, `maxTokens`, … → its value; undefined stands for absent. */
export type Aspects = ReadonlyMap<string, unknown>;

export interface Difference {
  readonly aspect: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** A meaning as a flat list of aspects. */
export function aspectsOf(meaning: Meaning): Aspects {
  const aspects = new Map<string, unknown>([['system', meaning.system.trim()]]);
  for (const [at, { role, parts }] of meaning.turns.entries()) {
    aspects.set(`turn ${at} role`, role);
    for (const [index, part] of parts.entries())
      aspects.set(
        `turn ${at} ${role} part ${index}`,
        part.kind === 'text' ? { ...part, text: part.text.trim() } : part,
      );
  }
  for (const [name, { description, schema }] of meaning.tools) {
    aspects.set(`tool ${name} description`, description.trim());
    aspects.set(`tool ${name} schema`, schema);
  }
  aspects.set('serverTools', meaning.serverTools);
  aspects.set('toolChoice', meaning.toolChoice);
  aspects.set('stop', meaning.stop);
  aspects.set('responseFormat json', meaning.responseFormat.json);
  aspects.set('responseFormat schema', meaning.responseFormat.schema);
  for (const name of ['maxTokens', 'temperature', 'topP', 'topK', 'seed', 'thinking'] as const) {
    aspects.set(name, meaning[name]);
  }
  return aspects;
}

/** All aspects in which they differ. */
export function compareAspects(expected: Aspects, got: Aspects): readonly Difference[] {
  const names = new Set([...expected.keys(), ...got.keys()]);
  return [...names].flatMap((aspect) => {
    const pair = { aspect, expected: expected.get(aspect), got: got.get(aspect) };
    return sameValue(pair.expected, pair.got) ? [] : [pair];
  });
}

function sameValue(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

/** Without prototypes and undefined members, which JSON does not have. */
function plain(value: unknown): JsonValue | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as JsonValue);
}

/** One line about a difference. */
export function describeDifference({ aspect, expected, got }: Difference): string {
  return `${aspect}: expected ${excerpt(expected)}, got ${excerpt(got)}`;
}

function excerpt(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
