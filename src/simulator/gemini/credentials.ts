// Which credential a request to Google carries: exactly one, as `x-goog-api-key` or `?key=`.
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { geminiError, invalidArgument } from './errors.ts';
import { geminiKeyError, unauthenticated } from './key-errors.ts';
import { grpcMethod } from './route.ts';

interface Given {
  readonly apiKeys: readonly string[];
  readonly hasBearer: boolean;
}

/** The API key, when there is one; for the call log. */
export function geminiKey(exchange: Exchange): string | undefined {
  return given(exchange).apiKeys[0];
}

/** Refuses none, two, or a wrong one; fills in the project. */
export function authenticateGemini(exchange: Exchange): JsonReply | undefined {
  const { apiKeys, hasBearer } = given(exchange);
  if (apiKeys.length + (hasBearer ? 1 : 0) > 1) {
    return invalidArgument('Multiple authentication credentials received. Please pass only one.');
  }
  const { call, world } = exchange;
  const method = grpcMethod(call.operation);
  if (hasBearer) return unauthenticated(method);
  const key = apiKeys[0];
  if (key === undefined) {
    return geminiError(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form " +
        'of API consumer identity to call this API.',
    );
  }
  const standing = world.keys.find(key, 'gemini');
  call.project = standing?.project;
  return geminiKeyError(standing?.state ?? 'invalid', key, standing?.project ?? '0', method);
}

function given(exchange: Exchange): Given {
  const { headers } = exchange.request;
  const apiKeys: string[] = [];
  const header = headers['x-goog-api-key'];
  if (typeof header === 'string' && header !== '') apiKeys.push(header);
  const query = exchange.query.get('key');
  if (query) apiKeys.push(query);
  return { apiKeys, hasBearer: headers.authorization !== undefined };
}
