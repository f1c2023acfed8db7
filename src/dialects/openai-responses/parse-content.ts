// The content of a message or of a tool's output: a string or an array of parts → canonical parts, in order.

import type { Citation, MediaPart, RefusalPart, TextPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { asArray, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readString, refuse, requireString } from '../openai-field-reader.ts';
import { mediaParsers } from './parse-media.ts';
import { parseAnnotation } from './annotations.ts';

/** What can be said in a message, by either side; calls and thoughts are items of their own. */
export type SaidPart = TextPart | MediaPart | RefusalPart;

const texts: ReadonlySet<string> = new Set(['input_text', 'output_text', 'text', 'summary_text']);

/** Parses content; parts of unknown types go to `loss`. Null and an empty string say nothing. */
export function parseContent(content: JsonValue | undefined, at: string, loss: Loss): readonly SaidPart[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw refuse(at, 'a string or an array of parts', content);
  return content.flatMap((part, index) => parsePart(part, `${at}[${index}]`, loss));
}

/** The parts that a tool's output may have; a refusal is none. */
export function isTextOrMedia(part: SaidPart): part is TextPart | MediaPart {
  return part.type !== 'refusal';
}

function parsePart(part: JsonValue, at: string, loss: Loss): readonly SaidPart[] {
  if (typeof part === 'string') return part === '' ? [] : [{ type: 'text', text: part }];
  if (!isObject(part)) throw refuse(at, 'a content part', part);
  const type = requireString(part, 'type', `${at}.`);
  if (texts.has(type)) return parseText(part, at);
  if (type === 'refusal') return [{ type: 'refusal', text: readString(part, 'refusal', `${at}.`) ?? '' }];
  const media = mediaParsers.get(type);
  if (media !== undefined) return [media(part, at, loss)];
  loss.add(/^[\w.-]{1,64}$/u.test(type) ? `${at}:${type}` : at);
  return [];
}

function parseText(part: JsonObject, at: string): readonly TextPart[] {
  const text = readString(part, 'text', `${at}.`) ?? '';
  if (text === '') return [];
  const citations: Citation[] = [];
  for (const item of asArray(part['annotations'])) {
    const citation = parseAnnotation(item);
    if (citation !== undefined) citations.push(citation);
  }
  return [{ type: 'text', text, ...(citations.length > 0 && { citations }) }];
}
