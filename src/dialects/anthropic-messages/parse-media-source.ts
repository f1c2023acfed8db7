// `source` of image and document blocks (base64, url, file) → a canonical media source with its MIME type.

import type { MediaSource } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readString, requireString } from './field-reader.ts';

/** The MIME type is in lower case; undefined for addresses and files, whose blocks do not say it. */
export interface ParsedSource {
  readonly source: MediaSource;
  readonly mimeType: string | undefined;
}

const DATA_URL = /^data:([^;,]*)(?:;[^;,]*)*;base64,/iu;

/** Undefined for a source type that is not media (`text`, `content`) or not known. */
export function parseMediaSource(source: JsonObject, path: string): ParsedSource | undefined {
  switch (source['type']) {
    case 'base64':
      return inline(requireString(source, 'data', path), readString(source, 'media_type', path));
    case 'url': {
      const url = requireString(source, 'url', path);
      return DATA_URL.test(url)
        ? inline(url, undefined)
        : { source: { type: 'url', url }, mimeType: undefined };
    }
    case 'file':
      return {
        source: { type: 'file', fileId: requireString(source, 'file_id', path) },
        mimeType: undefined,
      };
    default:
      return undefined;
  }
}

function inline(data: string, mediaType: string | undefined): ParsedSource {
  const prefix = DATA_URL.exec(data);
  const bytes = prefix === null ? data : data.slice(prefix[0].length);
  return { source: { type: 'inline', data: bytes }, mimeType: canonicalMimeType(mediaType ?? prefix?.[1]) };
}

/** `image/jpg` is not registered and some providers refuse it. */
function canonicalMimeType(mimeType: string | undefined): string | undefined {
  const lower = mimeType?.trim().toLowerCase();
  if (lower === undefined || lower === '') return undefined;
  return lower === 'image/jpg' ? 'image/jpeg' : lower;
}
