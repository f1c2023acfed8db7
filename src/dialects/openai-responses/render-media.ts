// Media parts → input_image and input_file.
// https://platform.openai.com/docs/guides/images-vision

import type { MediaPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';

/** The content part; undefined for what Responses does not take, which goes to `loss`. */
export function renderMedia(part: MediaPart, loss: Loss): JsonObject | undefined {
  if (part.kind === 'audio' || part.kind === 'video') {
    loss.add(part.kind);
    return undefined;
  }
  const { source } = part;
  // Other vendors' file ids mean nothing to OpenAI.
  if (source.type === 'file' && !source.fileId.startsWith('file-')) {
    loss.add('file_id');
    return undefined;
  }
  return part.kind === 'image' ? renderImage(part) : renderFile(part);
}

function renderImage({ source, mimeType, detail }: MediaPart): JsonObject {
  const place =
    source.type === 'file'
      ? { file_id: source.fileId }
      : {
          image_url:
            source.type === 'url' ? source.url : `data:${mimeType ?? 'image/png'};base64,${source.data}`,
        };
  return { type: 'input_image', detail: detail ?? 'auto', ...place };
}

function renderFile({ source, mimeType, name }: MediaPart): JsonObject {
  if (source.type === 'file') return { type: 'input_file', file_id: source.fileId };
  if (source.type === 'url') return { type: 'input_file', file_url: source.url };
  const type = mimeType ?? 'application/pdf';
  // A file without a name is refused.
  const filename = name ?? `file.${endings.get(type) ?? 'txt'}`;
  return { type: 'input_file', filename, file_data: `data:${type};base64,${source.data}` };
}

const endings: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['text/markdown', 'md'],
  ['text/csv', 'csv'],
  ['text/html', 'html'],
  ['application/json', 'json'],
]);
