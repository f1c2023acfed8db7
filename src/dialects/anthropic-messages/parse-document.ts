// `document` and `search_result` blocks → canonical parts. Text that came as a document becomes a text part, because no
// other dialect takes plain text as a file; title and context go before it where the model can read them.

import type { MediaPart, TextPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { asObject, asString, isObject, type JsonObject } from '../../lib/json.ts';
import { invalidField, joinPath, readArray, readObject, readString, requireString } from './field-reader.ts';
import { lostType } from './loss-name.ts';
import { parseCacheControl } from './parse-cache-control.ts';
import { parseMediaSource } from './parse-media-source.ts';

type DocumentPart = TextPart | MediaPart;

/** A document block of any source (base64, url, file, text, content). */
export function parseDocument(block: JsonObject, path: string, loss: Loss): readonly DocumentPart[] {
  const source = readObject(block, 'source', path);
  const sourcePath = joinPath(path, 'source');
  if (source === undefined) throw invalidField(sourcePath, 'field required');
  if (asObject(block['citations'])?.['enabled'] === true) loss.add(joinPath(path, 'citations'));
  const title = readString(block, 'title', path);
  const context = readString(block, 'context', path);
  const cacheHint = parseCacheControl(block);
  const extras = { 'anthropic-messages': block };

  const media = parseMediaSource(source, sourcePath);
  if (media !== undefined) {
    const part: MediaPart = {
      type: 'media',
      kind: 'document',
      source: media.source,
      mimeType: media.mimeType ?? (media.source.type === 'file' ? undefined : 'application/pdf'),
      name: title,
      cacheHint,
      extras,
    };
    return context === undefined ? [part] : [{ type: 'text', text: context }, part];
  }
  const heading = [title, context].filter((line) => line !== undefined && line !== '').join('\n');
  const body = parseTextualSource(source, sourcePath, loss);
  const parts: DocumentPart[] =
    heading === '' ? [...body] : [{ type: 'text', text: `${heading}\n\n` }, ...body];
  const last = parts.pop();
  return last === undefined ? [] : [...parts, { ...last, cacheHint, extras }];
}

function parseTextualSource(source: JsonObject, path: string, loss: Loss): readonly DocumentPart[] {
  if (source['type'] === 'text') return [{ type: 'text', text: requireString(source, 'data', path) }];
  if (source['type'] !== 'content') {
    loss.add(lostType(path, source['type']));
    return [];
  }
  const content = source['content'];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  const parts: DocumentPart[] = [];
  for (const [index, item] of readArray(source, 'content', path).entries()) {
    const itemPath = joinPath(joinPath(path, 'content'), index);
    if (!isObject(item)) throw invalidField(itemPath, 'expected an object');
    const part = parseContentItem(item, itemPath);
    if (part === undefined) loss.add(lostType(itemPath, item['type']));
    else parts.push(part);
  }
  return parts;
}

function parseContentItem(item: JsonObject, path: string): DocumentPart | undefined {
  if (item['type'] === 'text') return { type: 'text', text: requireString(item, 'text', path) };
  return item['type'] === 'image' ? parseImage(item, path) : undefined;
}

/** An image block; undefined when its source is of an unknown type. */
export function parseImage(block: JsonObject, path: string): MediaPart | undefined {
  const source = readObject(block, 'source', path);
  if (source === undefined) throw invalidField(joinPath(path, 'source'), 'field required');
  const media = parseMediaSource(source, joinPath(path, 'source'));
  if (media === undefined) return undefined;
  return {
    type: 'media',
    kind: 'image',
    source: media.source,
    mimeType: media.mimeType,
    cacheHint: parseCacheControl(block),
  };
}

/** A search result that the client found itself: its text under a line that says where it comes from. */
export function parseSearchResult(block: JsonObject, path: string): readonly TextPart[] {
  const url = requireString(block, 'source', path);
  const title = readString(block, 'title', path);
  const texts = readArray(block, 'content', path).map((item) =>
    isObject(item) ? (asString(item['text']) ?? '') : '',
  );
  return [
    {
      type: 'text',
      text: `${title === undefined ? url : `${title} (${url})`}\n\n${texts.join('\n')}`,
      citations: [{ url, title }],
      cacheHint: parseCacheControl(block),
      extras: { 'anthropic-messages': block },
    },
  ];
}
