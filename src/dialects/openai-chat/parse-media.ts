// Media parts of Chat Completions: image_url, input_audio, file, video_url → canonical media parts. Fetches nothing.
// https://platform.openai.com/docs/api-reference/chat/create

import type { MediaPart, MediaSource } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { readField, readString, refuse, requireString } from '../openai-field-reader.ts';

type MediaParser = (part: JsonObject, at: string, loss: Loss) => MediaPart;

/** Parser of each media part by its wire `type`. */
export const mediaParsers: Readonly<Record<string, MediaParser>> = {
  image_url: (part, at, loss) => parseLinked(part, 'image_url', 'image', at, loss),
  // The Responses API's spelling, which some clients mix into chat requests.
  input_image: (part, at, loss) => parseLinked(part, 'image_url', 'image', at, loss),
  video_url: (part, at, loss) => parseLinked(part, 'video_url', 'video', at, loss),
  input_audio: parseAudio,
  file: parseFile,
};

/** Wrong but common names, and what they mean. */
const mimeAliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
};

const mimeOfExtension: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
};

function parseLinked(
  part: JsonObject,
  name: string,
  kind: MediaPart['kind'],
  at: string,
  loss: Loss,
): MediaPart {
  const field = readField(part, name);
  const holder = isObject(field) ? field : part;
  const path = isObject(field) ? `${at}.${name}.url` : `${at}.${name}`;
  const url = isObject(field)
    ? requireString(field, 'url', `${at}.${name}.`)
    : requireString(part, name, `${at}.`);
  const linked = parseUrl(url, path);
  const detail = readDetail(holder, isObject(field) ? `${at}.${name}.` : `${at}.`, loss);
  return { type: 'media', kind, mimeType: linked.mimeType, source: linked.source, detail };
}

function parseUrl(url: string, path: string): { source: MediaSource; mimeType?: string | undefined } {
  if (/^data:/iu.test(url)) return parseDataUrl(url, path);
  if (/^(?:https?|gs):\/\//iu.test(url)) return { source: { type: 'url', url } };
  throw refuse(path, 'an http(s) URL or a base64 data URL');
}

function parseDataUrl(url: string, path: string): { source: MediaSource; mimeType: string | undefined } {
  const comma = url.indexOf(',');
  if (comma === -1) throw refuse(path, 'a data URL such as data:image/png;base64,…');
  const [type = '', ...flags] = url.slice('data:'.length, comma).toLowerCase().split(';');
  const payload = url.slice(comma + 1);
  const data = flags.some((flag) => flag.trim() === 'base64') ? payload : encodePercent(payload, path);
  if (data === '') throw refuse(path, 'a data URL that holds data');
  return { source: { type: 'inline', data }, mimeType: normalizeMime(type.trim()) };
}

function encodePercent(payload: string, path: string): string {
  try {
    return Buffer.from(decodeURIComponent(payload)).toString('base64');
  } catch {
    throw refuse(path, 'a data URL in base64');
  }
}

function normalizeMime(type: string): string | undefined {
  return type === '' ? undefined : (mimeAliases[type] ?? type);
}

function readDetail(from: JsonObject, at: string, loss: Loss): MediaPart['detail'] {
  const detail = readString(from, 'detail', at);
  if (detail === 'low' || detail === 'high' || detail === 'auto' || detail === 'original') return detail;
  if (detail !== undefined) loss.add(`${at}detail`);
  return undefined;
}

function parseAudio(part: JsonObject, at: string): MediaPart {
  const audio = readField(part, 'input_audio');
  if (!isObject(audio)) throw refuse(`${at}.input_audio`, 'an object with data and format', audio);
  const data = requireString(audio, 'data', `${at}.input_audio.`);
  if (/^data:/iu.test(data)) {
    const { source, mimeType } = parseDataUrl(data, `${at}.input_audio.data`);
    return { type: 'media', kind: 'audio', mimeType, source };
  }
  const format = requireString(audio, 'format', `${at}.input_audio.`).toLowerCase();
  return {
    type: 'media',
    kind: 'audio',
    mimeType: normalizeMime(`audio/${format}`),
    source: { type: 'inline', data },
  };
}

function parseFile(part: JsonObject, at: string): MediaPart {
  const file = readField(part, 'file');
  if (!isObject(file)) throw refuse(`${at}.file`, 'an object with file_data or file_id', file);
  const inside = `${at}.file.`;
  const name = readString(file, 'filename', inside);
  const data = readString(file, 'file_data', inside);
  const fileId = readString(file, 'file_id', inside);
  const named = mimeOfExtension[name?.split('.').pop()?.toLowerCase() ?? ''];
  if (data !== undefined && data !== '') {
    const { source, mimeType } = /^(?:data:|https?:\/\/)/iu.test(data)
      ? parseUrl(data, `${inside}file_data`)
      : { source: { type: 'inline', data } as const, mimeType: undefined };
    // Files of Chat Completions were PDF only before other types came, and old clients name no type.
    return document(
      source,
      mimeType ?? named ?? (source.type === 'inline' ? 'application/pdf' : undefined),
      name,
    );
  }
  if (fileId === undefined || fileId === '') throw refuse(`${at}.file`, 'file_data or file_id');
  return document({ type: 'file', fileId }, named, name);
}

function document(source: MediaSource, mimeType: string | undefined, name: string | undefined): MediaPart {
  return { type: 'media', kind: kindOf(mimeType), mimeType, source, name };
}

function kindOf(mimeType: string | undefined): MediaPart['kind'] {
  const family = mimeType?.split('/')[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}
