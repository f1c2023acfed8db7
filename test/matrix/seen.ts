// What has reached a provider, in no vendor's words: lines that say who said what, and what was asked for besides.

import { hash } from 'node:crypto';
import type { Piece, Saying, Turn } from './scenario.ts';

export interface Seen {
  readonly system: string;
  /** `user: …`, `assistant: …`, `call name {…}`, `result name: …`, `image/png#<hash>`. */
  readonly lines: readonly string[];
  /** Name, description and the properties of each tool. */
  readonly tools: readonly string[];
  readonly search: boolean;
  /** Names of the properties that the answer is to have. */
  readonly schema: readonly string[];
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
  readonly thinks: boolean;
}

/** What a medium is told by: its type and the hash of its bytes. */
export function nameMedium(mimeType: string, base64: string): string {
  return `${mimeType}#${hash('sha256', Buffer.from(base64, 'base64')).slice(0, 12)}`;
}

export function nameTool(name: string, description: string, schema: unknown): string {
  return `${name} (${description}): ${namesOf(schema).join(', ')}`;
}

/** The properties of a schema, in order. */
export function namesOf(schema: unknown): readonly string[] {
  const { properties } = (schema ?? {}) as { properties?: Readonly<Record<string, unknown>> };
  return Object.keys(properties ?? {});
}

/** What a provider should see of a saying when nothing is lost. */
export function expectSeen(saying: Saying): Seen {
  return {
    system: saying.system ?? '',
    lines: saying.turns.flatMap(linesOf),
    tools: (saying.tools ?? []).map(({ name, description, schema }) => nameTool(name, description, schema)),
    search: saying.search === true,
    schema: namesOf(saying.schema),
    maxTokens: saying.maxTokens,
    stop: saying.stop ?? [],
    thinks: saying.thinks === true,
  };
}

function linesOf(turn: Turn): readonly string[] {
  if ('user' in turn) return turn.user.map((piece) => lineOf('user', piece));
  if ('assistant' in turn) return [`assistant: ${turn.assistant}`];
  if ('calls' in turn) return turn.calls.map(({ name, args }) => `call ${name} ${JSON.stringify(args)}`);
  return turn.results.flatMap(({ name, pieces }) => pieces.map((piece) => lineOf(`result ${name}`, piece)));
}

function lineOf(who: string, piece: Piece): string {
  return typeof piece === 'string' ? `${who}: ${piece}` : nameMedium(piece.mimeType, piece.data);
}
