// embedContent and batchEmbedContents. https://ai.google.dev/api/embeddings
import { asNumber, asString } from '../../lib/json.ts';
import { createEmbedding } from '../embedding-vector.ts';
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { countTokens } from '../token-count.ts';
import { checkParts } from './check-contents.ts';
import { checkMessage } from './check-message.ts';
import { badRequest, invalidArgument } from './errors.ts';
import type { GeminiModel } from './model-catalog.ts';
import { geminiQuotaError } from './quota-errors.ts';
import { wireField, wireList } from './wire-field.ts';

const FULL_DIMENSIONS = 3072;
const LARGEST_BATCH = 100;

/** Answers `:embedContent` and `:batchEmbedContents`. */
export function embed(exchange: Exchange, model: GeminiModel): JsonReply {
  const { body, call, world } = exchange;
  const isBatch = call.operation === 'batchEmbedContents';
  const violations = checkMessage(body, isBatch ? 'BatchEmbedContentsRequest' : 'EmbedContentRequest');
  if (violations.length > 0) return badRequest(violations);
  const requests = isBatch ? wireList(body, 'requests') : [body];
  const refused = isBatch ? checkBatch(requests, call.model ?? '') : undefined;
  if (refused) return refused;
  let tokens = 0;
  for (const [index, request] of requests.entries()) {
    const wrong = checkOne(request, model, `requests[${index}]`);
    if (wrong) return wrong;
    tokens += countTokens(textOf(request));
  }
  const name = call.model ?? model.name;
  const over = world.quotas.charge(call.project ?? '', name, tokens);
  if (over) return geminiQuotaError(over, name, Math.floor(world.random() * 40_000));
  const embeddings = requests.map((request) => ({
    values: createEmbedding(
      textOf(request),
      asNumber(wireField(request, 'outputDimensionality')) ?? FULL_DIMENSIONS,
      FULL_DIMENSIONS,
    ),
  }));
  return {
    kind: 'json',
    status: 200,
    pretty: true,
    body: isBatch ? { embeddings } : { embedding: embeddings[0] },
  };
}

function checkBatch(requests: readonly unknown[], model: string): JsonReply | undefined {
  if (requests.length === 0)
    return invalidArgument('* BatchEmbedContentsRequest.requests: requests must not be empty\n');
  if (requests.length > LARGEST_BATCH) {
    return invalidArgument(
      '* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch\n',
    );
  }
  const stray = requests.findIndex((request) => wireField(request, 'model') !== `models/${model}`);
  if (stray === -1) return undefined;
  return invalidArgument(
    `* BatchEmbedContentsRequest.requests[${stray}].model: model must match the model of the batch: models/${model}\n`,
  );
}

function checkOne(request: unknown, model: GeminiModel, path: string): JsonReply | undefined {
  const refused = checkParts(wireField(request, 'content'), `${path}.content`);
  if (refused) return refused;
  if (textOf(request) === '' && model.name !== 'gemini-embedding-2') {
    return invalidArgument('The text content is empty.');
  }
  const dimensions = asNumber(wireField(request, 'outputDimensionality'));
  if (dimensions === undefined || (dimensions >= 1 && dimensions <= FULL_DIMENSIONS)) return undefined;
  return invalidArgument(`output_dimensionality must be between 1 and ${FULL_DIMENSIONS}.`);
}

function textOf(request: unknown): string {
  const parts = wireList(wireField(request, 'content'), 'parts');
  return parts.map((part) => asString(wireField(part, 'text')) ?? JSON.stringify(part)).join('');
}
