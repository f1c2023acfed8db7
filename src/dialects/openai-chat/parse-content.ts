// The `content` of a message: a string or an array of parts → canonical parts, in order.
// Knows nothing of roles beyond what the caller allows.

import type { CacheHint, ContentPart, MediaPart, TextPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { asArray, asObject, asString, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readString, refuse } from '../openai-field-reader.ts';
import { mediaParsers } from './parse-media.ts';

const KINDS = 'text, image_url, input_audio, file, video_url or refusal';

/**
 * Parses the content at `at`. Text is kept byte for byte and never joined. Empty text makes no part: providers refuse
 * empty parts, and nothing is said by them.
 */
export function parseContent(content: JsonValue | undefined, at: string, loss: Loss): readonly ContentPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw refuse(at, 'a string or an array of content parts', content);
  const parts: ContentPart[] = [];
  for (const [index, item] of content.entries()) {
    const path = `${at}[${index}]`;
    const part = typeof item === 'string' ? textPart(item) : parsePart(item, path, loss);
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

/** True for what instructions and tool results may hold. */
export function isTextOrMedia(part: ContentPart): part is TextPart | MediaPart {
  return part.type === 'text' || part.type === 'media';
}

/** `cache_control` as compatible services write it, on parts, messages and tools. */
export function parseCacheHint(from: JsonObject): CacheHint | undefined {
  const control = asObject(from['cache_control']);
  return control === undefined ? undefined : { ttl: asString(control['ttl']) };
}

function parsePart(item: JsonValue, at: string, loss: Loss): ContentPart | undefined {
  if (!isObject(item)) throw refuse(at, 'a content part', item);
  const type = readString(item, 'type', `${at}.`);
  const cacheHint = parseCacheHint(item);
  const part = parseByType(type, item, at, loss);
  return part === undefined || cacheHint === undefined ? part : { ...part, cacheHint };
}

function parseByType(
  type: string | undefined,
  item: JsonObject,
  at: string,
  loss: Loss,
): ContentPart | undefined {
  switch (type) {
    case 'text':
    // The Responses API's spellings, which some clients mix into chat requests.
    case 'input_text':
    case 'output_text': {
      const text = readString(item, 'text', `${at}.`);
      if (text === undefined) throw refuse(`${at}.text`, 'a string');
      return textPart(text);
    }
    case 'refusal': {
      const text = readString(item, 'refusal', `${at}.`) ?? '';
      return text === '' ? undefined : { type: 'refusal', text };
    }
    case 'thinking':
      return parseThinking(item);
    default: {
      const parser = type !== undefined && Object.hasOwn(mediaParsers, type) ? mediaParsers[type] : undefined;
      if (parser === undefined) throw refuse(`${at}.type`, KINDS, type);
      return parser(item, at, loss);
    }
  }
}

function textPart(text: string): TextPart | undefined {
  return text === '' ? undefined : { type: 'text', text };
}

/** Mistral's reasoning parts: a list of text chunks. */
function parseThinking(item: JsonObject): ContentPart | undefined {
  const thinking = item['thinking'];
  const text =
    typeof thinking === 'string'
      ? thinking
      : asArray(thinking)
          .map((chunk) => asString(asObject(chunk)?.['text']) ?? '')
          .join('');
  return text === '' ? undefined : { type: 'reasoning', text };
}
