// What a request says, whatever dialect says it: the form in which requests of different dialects are compared.

import { createHash } from 'node:crypto';
import type { JsonValue } from '../../src/lib/json.ts';

export type MeaningPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: JsonValue }
  | { readonly kind: 'result'; readonly name: string; readonly content: JsonValue }
  | { readonly kind: 'media'; readonly mime: string; readonly hash: string }
  | { readonly kind: 'file'; readonly uri: string };

export interface MeaningTurn {
  readonly role: 'user' | 'model';
  readonly parts: readonly MeaningPart[];
}

export interface Meaning {
  readonly system: string;
  /** Neighbours of one role are one turn; empty texts and thoughts are no parts. */
  readonly turns: readonly MeaningTurn[];
  readonly tools: ReadonlyMap<string, { readonly description: string; readonly schema: JsonValue }>;
  /** Tools that the provider itself runs. */
  readonly serverTools: readonly string[];
  /** `any` with one name forces that tool. */
  readonly toolChoice: { readonly mode: 'auto' | 'any' | 'none'; readonly names: readonly string[] };
  readonly maxTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly topK: number | undefined;
  readonly seed: number | undefined;
  readonly stop: readonly string[];
  readonly responseFormat: { readonly json: boolean; readonly schema: JsonValue | undefined };
  /** Whether the model is told to think (true), to think as little as it can, not to (false), or nothing of it. */
  readonly thinking: boolean | 'least' | undefined;
}

/** Bytes of media by their hash, so that a report stays readable. */
export function mediaPart(mime: string, base64: string): MeaningPart {
  const bytes = Buffer.from(base64, 'base64');
  return {
    kind: 'media',
    mime: SAME_TYPES[mime] ?? mime,
    hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
  };
}

/** Two names of one type. */
const SAME_TYPES: Readonly<Record<string, string>> = {
  'audio/x-wav': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
  'image/jpg': 'image/jpeg',
};

/** What stands for the media behind an address: nothing is fetched in a replay. */
export function standInMedia(url: string): { readonly bytes: Buffer; readonly mimeType: string } {
  const extension = /\.(png|jpe?g|webp|gif|pdf|mp3|wav|mp4)(?:[?#]|$)/iu.exec(url)?.[1]?.toLowerCase() ?? '';
  return { bytes: Buffer.from(url), mimeType: STAND_IN_TYPES[extension] ?? 'image/png' };
}

const STAND_IN_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
};

/** Merges neighbours of one role, and leaves out what says nothing. */
export function mergeTurns(turns: readonly MeaningTurn[]): readonly MeaningTurn[] {
  const merged: MeaningTurn[] = [];
  for (const { role, parts } of turns) {
    const said = parts.filter((part) => part.kind !== 'text' || part.text !== '');
    if (said.length === 0) continue;
    const last = merged.at(-1);
    if (last?.role === role) merged[merged.length - 1] = { role, parts: [...last.parts, ...said] };
    else merged.push({ role, parts: said });
  }
  return merged;
}
