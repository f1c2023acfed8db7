// Requests for this folder's tests: everything empty but what a test sets.

import { createLoss, type Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { RenderRequestContext } from '../dialect.ts';

export function makeRequest(fields: Partial<CanonRequest> = {}): CanonRequest {
  return {
    model: 'gemini-3.8-flash',
    system: [],
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
    tools: [],
    sampling: {},
    stop: [],
    stream: false,
    includeUsage: false,
    ...fields,
  };
}

export function makeContext(
  model = 'gemini-3.8-flash',
  fields: Partial<RenderRequestContext> = {},
): RenderRequestContext {
  const loss: Loss = createLoss();
  return { loss, model, recallSignature: () => undefined, ...fields };
}
