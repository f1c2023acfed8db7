// Credentials at OpenAI's, and the faults that are answers of OpenAI's own.
import type { SimulatedFault } from '../faults.ts';
import { KEY_FAULTS, type KeyFault } from '../keys.ts';
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { insufficientQuota, invalidKey, invalidRequest, openaiError, openaiStatusError } from './errors.ts';
import { openaiQuotaError } from './rate-limit.ts';

/** The bearer token, or Azure’s header. */
export function openaiKey({ request: { headers } }: Exchange): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/iu.exec(headers.authorization ?? '')?.[1];
  return bearer ?? [headers['api-key']].flat()[0];
}

/** Refuses a missing or bad key; fills in the project. */
export function authenticateOpenai(exchange: Exchange): JsonReply | undefined {
  const { call, world } = exchange;
  if (call.key === undefined) {
    return openaiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
        '(i.e. Authorization: Bearer YOUR_KEY).',
      'invalid_request_error',
    );
  }
  const standing = world.keys.find(call.key, 'openai');
  call.project = standing?.project;
  return openaiKeyError(standing?.state ?? 'invalid', call.key);
}

/** OpenAI knows fewer states than Google; the nearest one answers. */
function openaiKeyError(state: KeyFault, key: string): JsonReply | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'invalid':
    case 'expired':
    case 'leaked':
    case 'unauthenticated':
      return invalidKey(key);
    case 'suspended':
      return openaiError(
        401,
        'The OpenAI account associated with this API key has been deactivated.',
        'invalid_request_error',
        'account_deactivated',
      );
    case 'location':
      return openaiStatusError(403, undefined);
    case 'prepay_depleted':
    case 'billing_needed':
      return insufficientQuota();
    case 'service_disabled':
    case 'key_blocked':
    case 'project_denied':
      return openaiError(
        403,
        'You have insufficient permissions for this operation.',
        'invalid_request_error',
        'insufficient_permissions',
      );
  }
}

/** The answer that a fault stands for; undefined for faults of transport and of streams. */
export function openaiFaultReply(exchange: Exchange, fault: SimulatedFault): JsonReply | undefined {
  const { call } = exchange;
  const name = fault.fault;
  if (name.startsWith('status-')) return openaiStatusError(fault.status ?? Number(name.slice(7)), call.model);
  if (name.startsWith('key-')) {
    const state = KEY_FAULTS.find((known) => known === name.slice(4));
    return state && openaiKeyError(state, call.key ?? '');
  }
  const refuse = (kind: 'rpm' | 'rpd', limit: number, retryAfterMs: number): JsonReply => {
    const violations = [{ kind, limit, used: limit, retryAfterMs }];
    return openaiQuotaError(
      { limitZero: false, freeTier: false, violations },
      call.model ?? '',
      call.project ?? '',
      1,
    );
  };
  switch (name) {
    case '429-minute':
      return refuse('rpm', 3, fault.delayMs ?? 20_000);
    case '429-day':
      return refuse('rpd', 200, fault.delayMs ?? 7_200_000);
    case '429-bare':
      return openaiStatusError(429, call.model);
    case '429-limit-zero':
    case '429-spend':
    case '429-prepay':
      return insufficientQuota();
    case 'context-overflow':
      return invalidRequest(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 1200000 tokens. Please reduce " +
          'the length of the messages.',
        'messages',
        'context_length_exceeded',
      );
    case 'content-policy':
      return invalidRequest(
        'Your request was rejected as a result of our safety system.',
        null,
        'content_policy_violation',
      );
    case 'payload':
      return openaiError(413, 'Request body too large.', 'invalid_request_error');
    default:
      return undefined;
  }
}
