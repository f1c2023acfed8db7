// Media parts → inlineData or fileData.
// https://ai.google.dev/gemini-api/docs/file-input-methods

import type { MediaPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ModelTraits } from './model-traits.ts';

/** Spellings that clients use and Google does not know. */
const corrected: ReadonlyMap<string, string> = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
  ['mp3', 'audio/mp3'],
  ['audio/mpeg3', 'audio/mp3'],
  ['audio/x-mp3', 'audio/mp3'],
  ['wav', 'audio/wav'],
  ['audio/wave', 'audio/wav'],
  ['audio/x-wav', 'audio/wav'],
  ['audio/vnd.wave', 'audio/wav'],
  ['flac', 'audio/flac'],
  ['audio/x-flac', 'audio/flac'],
  ['application/x-pdf', 'application/pdf'],
  ['video/quicktime', 'video/mov'],
]);

/** How the base64 of well-known formats begins. */
const beginnings: readonly (readonly [string, string])[] = [
  ['/9j/', 'image/jpeg'],
  ['iVBORw0KGgo', 'image/png'],
  ['UklGR', 'image/webp'],
  ['R0lGOD', 'image/gif'],
  ['JVBERi', 'application/pdf'],
  ['SUQz', 'audio/mp3'],
];

const fallbacks: Readonly<Record<MediaPart['kind'], string>> = {
  image: 'image/png',
  audio: 'audio/wav',
  video: 'video/mp4',
  document: 'application/pdf',
};

const YOUTUBE = /^https?:\/\/(?:(?:www|m)\.)?(?:youtube\.com\/|youtu\.be\/)/iu;
const OWN_FILE = /^(?:files\/|https?:\/\/|gs:\/\/)/u;
const FILES = 'https://generativelanguage.googleapis.com/v1beta/';

/**
 * What a user sends: a file's name goes before it as text. Google has no place for one beside the bytes (`displayName`
 * is refused), and a question may speak of files by their names.
 */
export function renderNamedMedia(part: MediaPart, traits: ModelTraits, loss: Loss): JsonObject[] {
  const media = renderMedia(part, traits, loss);
  if (media === undefined) return [];
  return part.name === undefined || part.name === '' ? [media] : [{ text: `${part.name}\n` }, media];
}

/**
 * The wire part, without signature. Low and high detail become a media resolution where the model takes one. Undefined
 * for another vendor's file, which goes to `loss`: naming it to Google would cost the whole request.
 */
export function renderMedia(part: MediaPart, traits: ModelTraits, loss: Loss): JsonObject | undefined {
  if (part.source.type === 'file' && !OWN_FILE.test(part.source.fileId)) {
    loss.add('file_id');
    return undefined;
  }
  return { ...renderSource(part), ...resolution(part, traits, loss), ...part.extras?.gemini };
}

/** The bare blob for a place that takes bytes only; undefined when the media is held elsewhere. */
export function renderBlob(part: MediaPart): JsonObject | undefined {
  if (part.source.type !== 'inline') return undefined;
  return { inlineData: { mimeType: mimeOf(part, part.source.data), data: part.source.data } };
}

function renderSource(part: MediaPart): JsonObject {
  const { source } = part;
  switch (source.type) {
    case 'inline':
      return { inlineData: { mimeType: mimeOf(part, source.data), data: source.data } };
    case 'file':
      return fileData(
        source.fileId.startsWith('files/') ? FILES + source.fileId : source.fileId,
        part.mimeType,
      );
    default:
      return fileData(
        source.url,
        YOUTUBE.test(source.url) ? undefined : (part.mimeType ?? guessFromUrl(source.url)),
      );
  }
}

function fileData(fileUri: string, mimeType: string | undefined): JsonObject {
  return { fileData: { ...(mimeType !== undefined && { mimeType: correct(mimeType) }), fileUri } };
}

function mimeOf(part: MediaPart, data: string): string {
  const given = part.mimeType;
  if (given !== undefined && given !== '' && given !== 'application/octet-stream') return correct(given);
  return beginnings.find(([beginning]) => data.startsWith(beginning))?.[1] ?? fallbacks[part.kind];
}

function correct(mimeType: string): string {
  const bare = (mimeType.split(';', 1)[0] ?? mimeType).trim().toLowerCase();
  return corrected.get(bare) ?? bare;
}

const endings: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['pdf', 'application/pdf'],
  ['mp3', 'audio/mp3'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
]);

function guessFromUrl(url: string): string | undefined {
  const ending = /\.([a-z0-9]+)(?:[?#]|$)/iu.exec(url)?.[1];
  return ending === undefined ? undefined : endings.get(ending.toLowerCase());
}

function resolution({ detail }: MediaPart, traits: ModelTraits, loss: Loss): JsonObject {
  if (detail === undefined || detail === 'auto') return {};
  if (!traits.mediaDetail) {
    loss.add('image_detail');
    return {};
  }
  return { mediaResolution: { level: detail === 'low' ? 'MEDIA_RESOLUTION_LOW' : 'MEDIA_RESOLUTION_HIGH' } };
}
