// Media parts of Responses: input_image, input_file, input_audio → canonical media parts. Fetches nothing.
// https://platform.openai.com/docs/api-reference/responses/create#responses-create-input

import type { MediaPart, MediaSource } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readField, readObject, readString, refuse, requireString } from '../openai-field-reader.ts';

type MediaParser = (part: JsonObject, at: string, loss: Loss) => MediaPart;

/** Parser of each media part by its wire `type`. */
export const mediaParsers: ReadonlyMap<string, MediaParser> = new Map([
  ['input_image', parseImage],
  // The Chat API's spelling, from clients that mix the two.
  ['image_url', parseImage],
  ['computer_screenshot', parseImage],
  ['input_file', parseFile],
  ['input_audio', parseAudio],
]);

/** Wrong but common names, and what they mean. */
const corrected: ReadonlyMap<string, string> = new Map([
  ['image/jpg', 'image/jpeg'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-wav', 'audio/wav'],
]);

const mimeOfExtension: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['md', 'text/markdown'],
  ['csv', 'text/csv'],
  ['html', 'text/html'],
  ['json', 'application/json'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['mp3', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
]);

function parseImage(part: JsonObject, at: string, loss: Loss): MediaPart {
  const detail = readDetail(part, at, loss);
  const fileId = readString(part, 'file_id', `${at}.`);
  if (readField(part, 'image_url') === undefined && fileId !== undefined) {
    return { type: 'media', kind: 'image', source: { type: 'file', fileId }, ...detail };
  }
  const nested = typeof part['image_url'] === 'object' ? readObject(part, 'image_url', `${at}.`) : undefined;
  const url =
    nested === undefined
      ? requireString(part, 'image_url', `${at}.`)
      : requireString(nested, 'url', `${at}.image_url.`);
  return { type: 'media', kind: 'image', ...parseUrl(url, `${at}.image_url`), ...detail };
}

function parseFile(part: JsonObject, at: string): MediaPart {
  const name = readString(part, 'filename', `${at}.`);
  const named = mimeOfExtension.get(name?.split('.').pop()?.toLowerCase() ?? '');
  const kept = name === undefined ? {} : { name };
  const url = readString(part, 'file_url', `${at}.`);
  if (url !== undefined) {
    const linked = parseUrl(url, `${at}.file_url`);
    return file({ ...linked, mimeType: linked.mimeType ?? named }, kept);
  }
  const data = readString(part, 'file_data', `${at}.`);
  if (data !== undefined && data !== '') {
    if (/^data:/iu.test(data)) return file(parseDataUrl(data, `${at}.file_data`), kept);
    return file({ source: { type: 'inline', data }, mimeType: named ?? 'application/pdf' }, kept);
  }
  const fileId = readString(part, 'file_id', `${at}.`);
  if (fileId === undefined || fileId === '') throw refuse(at, 'file_data, file_url or file_id');
  return file({ source: { type: 'file', fileId }, mimeType: named }, kept);
}

function parseAudio(part: JsonObject, at: string): MediaPart {
  const audio = readObject(part, 'input_audio', `${at}.`) ?? part;
  const inside = audio === part ? `${at}.` : `${at}.input_audio.`;
  const data = requireString(audio, 'data', inside);
  const type = `audio/${requireString(audio, 'format', inside).toLowerCase()}`;
  const mimeType = corrected.get(type) ?? type;
  return { type: 'media', kind: 'audio', mimeType, source: { type: 'inline', data } };
}

interface Linked {
  readonly source: MediaSource;
  readonly mimeType?: string | undefined;
}

function file(linked: Linked, kept: { readonly name?: string }): MediaPart {
  const family = linked.mimeType?.split('/')[0];
  const kind = family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
  const { source, mimeType } = linked;
  return { type: 'media', kind, source, ...(mimeType !== undefined && { mimeType }), ...kept };
}

function parseUrl(url: string, path: string): Linked {
  if (/^data:/iu.test(url)) return parseDataUrl(url, path);
  if (/^(?:https?|gs):\/\//iu.test(url)) return { source: { type: 'url', url } };
  throw refuse(path, 'an http(s) URL or a base64 data URL');
}

function parseDataUrl(url: string, path: string): Linked {
  const comma = url.indexOf(',');
  const [type = '', ...flags] = url.slice('data:'.length, Math.max(comma, 0)).toLowerCase().split(';');
  const data = url.slice(comma + 1);
  if (comma === -1 || data === '' || !flags.some((flag) => flag.trim() === 'base64')) {
    throw refuse(path, 'a base64 data URL such as data:image/png;base64,…');
  }
  const mimeType = corrected.get(type.trim()) ?? type.trim();
  return { source: { type: 'inline', data }, ...(mimeType !== '' && { mimeType }) };
}

function readDetail(part: JsonObject, at: string, loss: Loss): Pick<MediaPart, 'detail'> {
  const detail = readString(part, 'detail', `${at}.`);
  if (detail === undefined) return {};
  if (detail === 'low' || detail === 'high' || detail === 'auto' || detail === 'original') return { detail };
  loss.add(`${at}.detail`);
  return {};
}
