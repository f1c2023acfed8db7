// Output items that come whole: pictures, and what the provider's own tools did.

import type { MediaPart, ServerToolPart } from '../../canon/content.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** A picture in place is an image_generation_call; undefined for other media, which has no item. */
export function renderImageItem(part: MediaPart, id: string): JsonObject | undefined {
  if (part.kind !== 'image' || part.source.type !== 'inline') return undefined;
  return { id, type: 'image_generation_call', status: 'completed', result: part.source.data };
}

/** Markdown for media that has no item: it must not vanish. */
export function renderMediaText({ kind, name, source, mimeType }: MediaPart): string {
  const label = name?.replaceAll(/[[\]\n]/gu, ' ') ?? kind;
  const address =
    source.type === 'inline'
      ? `data:${mimeType ?? 'application/octet-stream'};base64,${source.data}`
      : source.type === 'url'
        ? source.url
        : source.fileId;
  return `${kind === 'image' ? '!' : ''}[${label}](${address})`;
}

/** The item of a call of the provider's own tool and its result; undefined for tools that this dialect has no item for. */
export function renderServerItem(
  call: ServerToolPart,
  result: ServerToolPart | undefined,
  id: string,
): JsonObject | undefined {
  const own = call.extras?.['openai-responses'];
  if (typeof own?.['type'] === 'string') return { ...own, id };
  if (call.name === 'web_search') {
    return { id, type: 'web_search_call', status: 'completed', action: renderSearch(call.data, result) };
  }
  if (call.name !== 'code_execution') return undefined;
  const data = asObject(result?.data);
  const logs = asString(data?.['output']) ?? asString(data?.['stdout']) ?? '';
  const failed = asString(data?.['outcome'])?.endsWith('OK') === false;
  return {
    id,
    type: 'code_interpreter_call',
    status: failed ? 'failed' : 'completed',
    container_id: '',
    code: asString(asObject(call.data)?.['code']) ?? '',
    outputs: result === undefined ? null : [{ type: 'logs', logs }],
  };
}

function renderSearch(data: JsonValue, result: ServerToolPart | undefined): JsonObject {
  const input = asObject(data);
  const query = asString(input?.['query']) ?? '';
  const queries = asArray(input?.['queries']).filter((item) => typeof item === 'string');
  const found = asArray(asObject(result?.data)?.['results'] ?? result?.data);
  const sources = found.flatMap((item) => {
    const url = asString(asObject(item)?.['url']);
    return url === undefined ? [] : [{ type: 'url', url }];
  });
  return {
    type: 'search',
    query,
    queries: queries.length > 0 ? queries : [query],
    ...(sources.length > 0 && { sources }),
  };
}
