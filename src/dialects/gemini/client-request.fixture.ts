// Bodies as clients of Gemini send them. For tests only.

import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseGeminiRequest } from './parse-request.ts';

export const contents = [{ role: 'user', parts: [{ text: 'hi' }] }];

/** The request of a body of `contents` and these fields, and what was lost on the way. */
export function parse(fields: JsonObject): {
  readonly request: CanonRequest;
  readonly loss: readonly string[];
} {
  const loss = createLoss();
  const request = parseGeminiRequest({ model: 'models/gemini-3.8-flash', contents, ...fields }, loss);
  return { request, loss: [...loss.items] };
}
