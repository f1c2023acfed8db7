// Canonical parts → the `content` of a message: one string where it is one text, else an array of parts, in order.

import type { ContentPart, TextPart } from '../../canon/content.ts';
import { asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { renderMedia } from './render-media.ts';
import type { RenderScene } from './render-scene.ts';

/** Text parts as the service takes several of them. */
export function renderTexts(parts: readonly TextPart[], scene: RenderScene): JsonValue {
  return joinContent(
    parts.filter(({ text }) => text !== '').map((part) => renderText(part, scene)),
    scene,
  );
}

/** A text part; a cache hint stays on it where the service knows such. */
function renderText(part: TextPart, { quirks }: RenderScene): JsonObject {
  if (!quirks.cacheControl || part.cacheHint === undefined) return { type: 'text', text: part.text };
  const { ttl } = part.cacheHint;
  return {
    type: 'text',
    text: part.text,
    cache_control: { type: 'ephemeral', ...(ttl !== undefined && { ttl }) },
  };
}

/** What a user or a tool said; parts that have no place in such a message are named as lost. */
export function renderSaid(part: ContentPart, scene: RenderScene): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : renderText(part, scene);
    case 'refusal':
      return part.text === '' ? undefined : { type: 'text', text: part.text };
    case 'media':
      return renderMedia(part, scene);
    case 'server-tool':
      scene.context.loss.add(`${part.name} ${part.phase}`);
      return undefined;
    default:
      return undefined;
  }
}

/** One plain text is a string: every service takes that. */
export function joinContent(parts: readonly JsonObject[], { quirks }: RenderScene): JsonValue {
  const [only] = parts;
  if (only === undefined) return '';
  if (parts.length === 1 && isPlainText(only)) return only['text'] ?? '';
  if (quirks.textContent === 'text' && parts.every(isPlainText)) {
    return parts.map((part) => asString(part['text']) ?? '').join('\n\n');
  }
  return [...parts];
}

function isPlainText(part: JsonObject): boolean {
  return part['type'] === 'text' && part['cache_control'] === undefined;
}
