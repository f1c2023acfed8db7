// Moderations: a text that says "kill" is violent. https://platform.openai.com/docs/api-reference/moderations
import { asArray, asString, type JsonObject } from '../../lib/json.ts';
import type { Reply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { createStableId } from '../stable-id.ts';
import { admit } from './admit.ts';
import { invalidRequest } from './errors.ts';

const CATEGORIES = ['harassment', 'hate', 'illicit', 'self-harm', 'sexual', 'violence'] as const;

/** Answers `/v1/moderations`, whose credential is in order. */
export function answerModerations(exchange: Exchange, body: JsonObject): Reply {
  const { input } = body;
  const texts = typeof input === 'string' ? [input] : asArray(input).map((item) => asString(item) ?? '');
  if (texts.length === 0)
    return invalidRequest("Missing required parameter: 'input'.", 'input', 'missing_required_parameter');
  const admission = admit(exchange, texts, undefined);
  if (admission.refused) return admission.refused;
  const results = texts.map((text) => {
    const flagged = /\bkill\b/iu.test(text);
    const violent = (name: string): boolean => flagged && name === 'violence';
    return {
      flagged,
      categories: Object.fromEntries(CATEGORIES.map((name) => [name, violent(name)])),
      category_scores: Object.fromEntries(CATEGORIES.map((name) => [name, violent(name) ? 0.97 : 0.0001])),
      category_applied_input_types: Object.fromEntries(CATEGORIES.map((name) => [name, ['text']])),
    };
  });
  const id = createStableId('modr-', texts.join('\n'), 24);
  return {
    kind: 'json',
    status: 200,
    body: { id, model: exchange.call.model, results },
    headers: admission.headers,
  };
}
