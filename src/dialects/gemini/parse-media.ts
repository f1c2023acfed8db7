// inlineData and fileData of a caller's part → a canonical media part.
// https://ai.google.dev/gemini-api/docs/file-input-methods

import type { MediaPart, MediaSource } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import { mediaKind } from './part-readers.ts';
import { readEnum, readObject, readString } from './read-field.ts';

/** Bytes in place, in a part or in a function's response. */
export function parseBlob(blob: JsonObject, part: JsonObject, path: string): MediaPart {
  const mimeType = readString(blob, 'mimeType', path);
  const data = standardBase64(readString(blob, 'data', path) ?? '');
  return media(mimeType, { type: 'inline', data }, part, path);
}

/** Google takes the alphabet that is safe in URLs too, other vendors do not. */
function standardBase64(data: string): string {
  return /[-_]/u.test(data) ? data.replaceAll('-', '+').replaceAll('_', '/') : data;
}

/** A file that Google holds, or an address. */
export function parseFile(file: JsonObject, part: JsonObject, path: string): MediaPart {
  const mimeType = readString(file, 'mimeType', path);
  return media(mimeType, fileSource(readString(file, 'fileUri', path) ?? ''), part, path);
}

const GOOGLE_FILE = /^(?:https:\/\/generativelanguage\.googleapis\.com\/|gs:\/\/|files\/)/u;

function fileSource(uri: string): MediaSource {
  return GOOGLE_FILE.test(uri) || !/^https?:\/\//iu.test(uri)
    ? { type: 'file', fileId: uri }
    : { type: 'url', url: uri };
}

const details: ReadonlyMap<string, MediaPart['detail']> = new Map([
  ['MEDIA_RESOLUTION_LOW', 'low'],
  ['MEDIA_RESOLUTION_MEDIUM', 'auto'],
  ['MEDIA_RESOLUTION_HIGH', 'high'],
]);

function media(mimeType: string | undefined, source: MediaSource, part: JsonObject, path: string): MediaPart {
  const level = readEnum(readObject(part, 'mediaResolution', path) ?? {}, 'level', path);
  const videoMetadata = readObject(part, 'videoMetadata', path);
  return {
    type: 'media',
    kind: mediaKind(mimeType ?? ''),
    mimeType,
    source,
    ...(level !== undefined && { detail: details.get(level) }),
    ...(videoMetadata && { extras: { gemini: { videoMetadata } } }),
  };
}
