// Media that a model made, e.g. an image → Markdown text: Messages has no block for it, and it must not vanish.

import type { MediaPart } from '../../canon/content.ts';

/** `![image](data:image/png;base64,…)`, or a link for what is no image. */
export function renderMediaText(part: MediaPart): string {
  const label = part.name?.replaceAll(/[[\]\n]/gu, ' ') ?? part.kind;
  return `${part.kind === 'image' ? '!' : ''}[${label}](${address(part)})`;
}

function address({ source, mimeType }: MediaPart): string {
  switch (source.type) {
    case 'inline':
      return `data:${mimeType ?? 'application/octet-stream'};base64,${source.data}`;
    case 'url':
      return source.url;
    case 'file':
      return source.fileId;
    default:
      return source satisfies never;
  }
}
