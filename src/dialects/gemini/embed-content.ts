// embedContent and batchEmbedContents as Google's clients send them, for providers that embed in another way.
// https://ai.google.dev/api/embeddings

import type { EmbeddingAnswer, EmbeddingRequest } from '../../canon/embedding.ts';
import type { Loss } from '../../canon/loss.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import {
  camelCase,
  invalidField,
  joinPath,
  readList,
  readObject,
  readString,
  readWhole,
} from './read-field.ts';

const CARRIED = new Set(['model', 'content', 'outputDimensionality']);

/** Reads one content, or those of a batch. Throws GatewayError `invalid_request` naming the field. */
export function parseEmbedContent(body: JsonObject, model: string, loss: Loss): EmbeddingRequest {
  const batch = isBatch(body);
  const requests = batch ? readList(body, 'requests') : [body];
  const inputs: string[] = [];
  const sizes = new Set<number | undefined>();
  for (const [index, request] of requests.entries()) {
    const path = batch ? `requests[${index}]` : '';
    if (!isObject(request)) throw invalidField(path, 'expected an object');
    inputs.push(readText(request, path));
    sizes.add(readWhole(request, 'outputDimensionality', path));
    for (const name of Object.keys(request)) if (!CARRIED.has(camelCase(name))) loss.add(camelCase(name));
  }
  if (inputs.length === 0) throw invalidField('requests', 'expected at least one');
  if (sizes.size > 1) throw invalidField('requests', 'expected the same outputDimensionality in all');
  const [dimensions] = sizes;
  return { model: model.replace(/^models\//u, ''), inputs, dimensions };
}

/** The answer in the form of the question. */
export function renderEmbedContent({ vectors }: EmbeddingAnswer, body: JsonObject): JsonObject {
  const embeddings = vectors.map((values) => ({ values: [...values] }));
  return isBatch(body) ? { embeddings } : { embedding: embeddings[0] ?? { values: [] } };
}

function isBatch(body: JsonObject): boolean {
  return body['requests'] !== undefined;
}

function readText(request: JsonObject, path: string): string {
  const where = joinPath(path, 'content');
  const content = readObject(request, 'content', path);
  const texts = (content ? readList(content, 'parts') : []).map((part) => {
    const text = isObject(part) ? readString(part, 'text', `${where}.parts`) : undefined;
    if (text === undefined) throw invalidField(`${where}.parts`, 'this model embeds texts alone');
    return text;
  });
  if (texts.length === 0) throw invalidField(where, 'expected a text');
  return texts.join('');
}
