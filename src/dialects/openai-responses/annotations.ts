// Annotations of output text ⇄ citations. Both count positions from the beginning of their own text.
// https://platform.openai.com/docs/guides/tools-web-search#output-and-citations

import type { Citation } from '../../canon/content.ts';
import { asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';

const kinds: ReadonlySet<string> = new Set([
  'url_citation',
  'file_citation',
  'container_file_citation',
  'file_path',
]);

/** The annotation of a citation; undefined for a source without address. Kinds other than URLs go out as they came. */
export function renderAnnotation(citation: Citation): JsonObject | undefined {
  const raw = asObject(citation.raw);
  if (raw !== undefined && kinds.has(asString(raw['type']) ?? '')) return raw;
  if (citation.url === undefined) return undefined;
  const start = citation.start ?? 0;
  return {
    type: 'url_citation',
    start_index: start,
    end_index: Math.max(citation.end ?? start, start),
    url: citation.url,
    title: citation.title ?? '',
  };
}

/** The citation behind an annotation; undefined when it is none that is known. */
export function parseAnnotation(value: unknown): Citation | undefined {
  const annotation = asObject(value);
  const type = asString(annotation?.['type']);
  if (annotation === undefined || type === undefined || !kinds.has(type)) return undefined;
  const title = asString(annotation['title']) ?? asString(annotation['filename']);
  if (type !== 'url_citation') return { ...(title !== undefined && { title }), raw: annotation };
  const url = asString(annotation['url']);
  const start = asNumber(annotation['start_index']);
  const end = asNumber(annotation['end_index']);
  return {
    ...(url !== undefined && { url }),
    ...(title !== undefined && title !== '' && { title }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}
