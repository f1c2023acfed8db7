// Requests for the tests of the provider side: everything empty but what a test sets.

import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { renderAnthropicRequest } from './render-request.ts';

export function makeRequest(fields: Partial<CanonRequest> = {}): CanonRequest {
  return {
    model: 'claude-sonnet-4-5',
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

/** The body for a model, and what was lost on the way. */
export function render(
  fields: Partial<CanonRequest>,
  model = 'claude-sonnet-4-5',
  context: Partial<RenderRequestContext> = {},
): { readonly body: JsonObject; readonly loss: readonly string[] } {
  const loss = createLoss();
  const body = renderAnthropicRequest(makeRequest(fields), {
    loss,
    model,
    recallSignature: () => undefined,
    ...context,
  });
  return { body, loss: [...loss.items] };
}
