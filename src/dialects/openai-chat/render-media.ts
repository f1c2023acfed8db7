// Canonical media → `image_url`, `input_audio`, `file` and `video_url` parts, as far as the service takes them.
// https://platform.openai.com/docs/api-reference/chat/create

import type { MediaPart } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderScene } from './render-scene.ts';

/** The two formats that `input_audio` knows. */
const audioFormats: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
};

/** The part, or a sentence in its place where the service cannot take it: the model then knows that something is missing. */
export function renderMedia(part: MediaPart, scene: RenderScene): JsonObject {
  const rendered = renderByKind(part, scene);
  if (rendered !== undefined) return rendered;
  scene.context.loss.add(part.kind);
  const named = part.name === undefined ? '' : ` "${part.name}"`;
  return { type: 'text', text: `[${part.kind}${named} left out: this model cannot take it]` };
}

function renderByKind(part: MediaPart, { quirks, context }: RenderScene): JsonObject | undefined {
  switch (part.kind) {
    case 'image': {
      const url = quirks.media.includes('image')
        ? imageUrl(part, quirks.media.includes('image-url'))
        : undefined;
      if (url === undefined) return undefined;
      return {
        type: 'image_url',
        image_url: { url, ...(part.detail !== undefined && { detail: part.detail }) },
      };
    }
    case 'audio': {
      const format = audioFormats[part.mimeType ?? ''];
      if (!quirks.media.includes('audio') || part.source.type !== 'inline' || format === undefined)
        return undefined;
      return { type: 'input_audio', input_audio: { data: part.source.data, format } };
    }
    case 'video': {
      const url = quirks.media.includes('video') ? imageUrl(part, true) : undefined;
      if (part.detail !== undefined) context.loss.add('detail');
      return url === undefined ? undefined : { type: 'video_url', video_url: { url } };
    }
    case 'document':
    default:
      return quirks.media.includes('file') ? renderFile(part) : renderPlainText(part);
  }
}

/** A data URL, or the address itself where the service fetches. */
function imageUrl(part: MediaPart, fetches: boolean): string | undefined {
  switch (part.source.type) {
    case 'inline': {
      const mimeType = part.mimeType ?? (part.kind === 'video' ? 'video/mp4' : 'image/png');
      return `data:${mimeType};base64,${part.source.data}`;
    }
    case 'url':
      return fetches && /^https?:/iu.test(part.source.url) ? part.source.url : undefined;
    default:
      return undefined;
  }
}

function renderFile(part: MediaPart): JsonObject | undefined {
  const { source } = part;
  if (source.type === 'file') return { type: 'file', file: { file_id: source.fileId } };
  if (source.type === 'url') return undefined;
  const mimeType = part.mimeType ?? 'application/pdf';
  // Plain text is better told as text: file input takes few types.
  if (mimeType.startsWith('text/')) return renderPlainText(part);
  const file_data = `data:${mimeType};base64,${source.data}`;
  return { type: 'file', file: { filename: part.name ?? defaultName(mimeType), file_data } };
}

/** The API asks for a name, and tells the type by it. */
function defaultName(mimeType: string): string {
  return `file.${/^application\/([a-z]+)$/u.exec(mimeType)?.[1] ?? 'bin'}`;
}

function renderPlainText(part: MediaPart): JsonObject | undefined {
  if (part.source.type !== 'inline' || part.mimeType?.startsWith('text/') !== true) return undefined;
  const text = Buffer.from(part.source.data, 'base64').toString('utf8');
  return { type: 'text', text: part.name === undefined ? text : `${part.name}:\n${text}` };
}
