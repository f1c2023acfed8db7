// Media parts of a conversation → `image` and `document` blocks. What Anthropic cannot look at is named as lost.
// https://platform.claude.com/docs/en/build-with-claude/vision and …/pdf-support

import type { MediaPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { asObject, type JsonObject } from '../../lib/json.ts';
import { renderCacheControl } from './render-cache-control.ts';

const IMAGE_TYPES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** How the base64 of well-known formats begins. */
const beginnings: readonly (readonly [string, string])[] = [
  ['/9j/', 'image/jpeg'],
  ['iVBORw0KGgo', 'image/png'],
  ['UklGR', 'image/webp'],
  ['R0lGOD', 'image/gif'],
  ['JVBERi', 'application/pdf'],
];

/** Anthropic's own file ids; those of other vendors mean nothing to it. */
const FILE_ID = /^file_/u;

/** The block; undefined when Anthropic has none for it. */
export function renderMediaBlock(part: MediaPart, loss: Loss): JsonObject | undefined {
  const block =
    part.kind === 'image' ? imageBlock(part) : part.kind === 'document' ? documentBlock(part) : undefined;
  if (block === undefined) {
    loss.add(part.source.type === 'file' ? `${part.kind} file` : part.kind);
    return undefined;
  }
  return { ...block, ...renderCacheControl(part.cacheHint) };
}

function imageBlock({ source, mimeType }: MediaPart): JsonObject | undefined {
  switch (source.type) {
    case 'url':
      return { type: 'image', source: { type: 'url', url: source.url } };
    case 'file':
      return FILE_ID.test(source.fileId)
        ? { type: 'image', source: { type: 'file', file_id: source.fileId } }
        : undefined;
    default: {
      const type = mimeOf(source.data, mimeType);
      return type !== undefined && IMAGE_TYPES.has(type)
        ? { type: 'image', source: { type: 'base64', media_type: type, data: source.data } }
        : undefined;
    }
  }
}

function documentBlock(part: MediaPart): JsonObject | undefined {
  const source = documentSource(part);
  if (source === undefined) return undefined;
  const citations = asObject(part.extras?.['anthropic-messages']?.['citations']);
  return {
    type: 'document',
    source,
    ...(part.name !== undefined && { title: part.name }),
    ...(citations && { citations }),
  };
}

function documentSource({ source, mimeType }: MediaPart): JsonObject | undefined {
  switch (source.type) {
    case 'url':
      return { type: 'url', url: source.url };
    case 'file':
      return FILE_ID.test(source.fileId) ? { type: 'file', file_id: source.fileId } : undefined;
    default: {
      const type = mimeOf(source.data, mimeType);
      if (type === 'application/pdf') return { type: 'base64', media_type: type, data: source.data };
      if (type === undefined || !isText(type)) return undefined;
      const text = Buffer.from(source.data, 'base64').toString('utf8');
      return { type: 'text', media_type: 'text/plain', data: text };
    }
  }
}

function isText(type: string): boolean {
  return type.startsWith('text/') || /^application\/(?:json|xml|yaml|x-yaml|javascript)$/u.test(type);
}

/** The bytes are believed before the label: a wrong label is a 400. */
function mimeOf(data: string, mimeType: string | undefined): string | undefined {
  const seen = beginnings.find(([beginning]) => data.startsWith(beginning))?.[1];
  if (seen !== undefined) return seen;
  const said = (mimeType?.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (said === 'image/jpg') return 'image/jpeg';
  return said === '' ? undefined : said;
}
