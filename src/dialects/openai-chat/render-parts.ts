// Pieces that a whole answer and a streamed one render alike: citations, pictures, sound, signatures, custom input.

import type { Citation, MediaPart, Signature } from '../../canon/content.ts';
import { asObject, asString, tryParseJson, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** A `url_citation`; undefined for a source without address. `textStart` is where the cited part begins in `content`. */
export function renderAnnotation(citation: Citation, textStart: number): JsonObject | undefined {
  if (citation.url === undefined) return undefined;
  const start = citation.start ?? 0;
  return {
    type: 'url_citation',
    url_citation: {
      url: citation.url,
      title: citation.title ?? '',
      start_index: textStart + start,
      end_index: textStart + Math.max(citation.end ?? start, start),
    },
  };
}

/** An entry of `images`, the field under which OpenAI-compatible services return pictures; undefined for other media. */
export function renderImage(part: MediaPart, index: number): JsonObject | undefined {
  if (part.kind !== 'image' || part.source.type === 'file') return undefined;
  const url =
    part.source.type === 'url'
      ? part.source.url
      : `data:${part.mimeType ?? 'image/png'};base64,${part.source.data}`;
  return { type: 'image_url', image_url: { url }, index };
}

/** Base64 sound of the part; undefined for other media and for sound that is elsewhere. */
export function audioData(part: MediaPart): string | undefined {
  return part.kind === 'audio' && part.source.type === 'inline' ? part.source.data : undefined;
}

/** `extra_content` as Google's OpenAI-compatible endpoint has it; only Gemini's signatures have a place there. */
export function renderSignature(signature: Signature | undefined): JsonObject | undefined {
  return signature?.vendor === 'gemini' ? { google: { thought_signature: signature.value } } : undefined;
}

/** `logprobs` of a choice from its token entries. */
export function renderLogprobs(entries: JsonValue | undefined): JsonValue {
  return entries === undefined || entries === null ? null : { content: entries, refusal: null };
}

/** The free text of a custom tool's call; the arguments as they are when the model kept to no schema. */
export function customInput(argumentsJson: string): string {
  return asString(asObject(tryParseJson(argumentsJson))?.['input']) ?? argumentsJson;
}
