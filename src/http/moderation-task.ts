// `/v1/moderations` as a task: only to who has the endpoint. Ratings that a model gives of its own answers are no judgment
// of a text.

import { inspectModeration } from '../dialects/openai-media/inspect-media.ts';
import { refuse } from '../dialects/openai-field-reader.ts';
import type { Task } from '../pipeline/task.ts';
import type { JsonBody } from './read-json.ts';
import { estimateBytes, relayJson } from './relayed-task.ts';
import { readModel } from './read-model.ts';

/** What OpenAI takes when nothing is said. https://platform.openai.com/docs/api-reference/moderations/create */
const DEFAULT_MODEL = 'omni-moderation-latest';

/** Throws GatewayError `invalid_request`. */
export function moderationTask(body: JsonBody): Task {
  const { json, bytes } = body;
  const input = json['input'];
  if (typeof input !== 'string' && !(Array.isArray(input) && input.length > 0)) {
    throw refuse('input', 'a string or an array that is not empty', input);
  }
  return {
    endpoint: 'moderations',
    deed: 'moderate',
    model: readModel(json['model'] ?? DEFAULT_MODEL),
    stream: false,
    estimatedTokens: estimateBytes(bytes),
    relay: relayJson(body, 'json', () => inspectModeration),
    translation: undefined,
  };
}
