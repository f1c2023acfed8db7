// Credentials at Anthropic's, and the faults that are answers of Anthropic's own.
import type { SimulatedFault } from '../faults.ts';
import { KEY_FAULTS, type KeyFault } from '../keys.ts';
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { anthropicError } from './errors.ts';
import { anthropicQuotaError } from './rate-limit.ts';

/** `x-api-key`, or the bearer token. */
export function anthropicKey(exchange: Exchange): string | undefined {
  const { headers } = exchange.request;
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') return key;
  return /^Bearer\s+(\S+)$/iu.exec(headers.authorization ?? '')?.[1];
}

/** Refuses a missing or bad key, and a request without `anthropic-version`; fills in the project. */
export function authenticateAnthropic(exchange: Exchange): JsonReply | undefined {
  const { call, request, world } = exchange;
  if (call.key === undefined) return anthropicError(401, 'x-api-key header is required');
  const standing = world.keys.find(call.key, 'anthropic');
  call.project = standing?.project;
  const refused = keyError(standing?.state ?? 'invalid');
  if (refused) return refused;
  if (request.headers['anthropic-version'] !== undefined) return undefined;
  return anthropicError(400, 'anthropic-version: header is required');
}

function keyError(state: KeyFault): JsonReply | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'invalid':
    case 'expired':
    case 'leaked':
    case 'unauthenticated':
      return anthropicError(401);
    case 'prepay_depleted':
    case 'billing_needed':
      // The API says this with 400, the documentation with 402; both are met.
      return anthropicError(
        400,
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      );
    case 'suspended':
      return anthropicError(403, 'This organization has been disabled.');
    case 'location':
      return anthropicError(403, 'Request not allowed');
    case 'service_disabled':
    case 'key_blocked':
    case 'project_denied':
      return anthropicError(403);
  }
}

/** The answer that a fault stands for; undefined for faults of transport and of streams. */
export function anthropicFaultReply(exchange: Exchange, fault: SimulatedFault): JsonReply | undefined {
  const name = fault.fault;
  const now = exchange.world.clock.now();
  if (name.startsWith('status-')) return anthropicError(fault.status ?? Number(name.slice(7)));
  if (name.startsWith('key-')) {
    const state = KEY_FAULTS.find((known) => known === name.slice(4));
    return state && keyError(state);
  }
  const refuse = (kind: 'rpm' | 'rpd', limit: number, retryAfterMs: number): JsonReply => {
    const violations = [{ kind, limit, used: limit, retryAfterMs }];
    return anthropicQuotaError(
      { limitZero: false, freeTier: false, violations },
      exchange.call.project ?? '',
      now,
    );
  };
  switch (name) {
    case '429-minute':
      return refuse('rpm', 50, fault.delayMs ?? 20_000);
    case '429-day':
      return refuse('rpd', 1000, fault.delayMs ?? 7_200_000);
    case '429-bare':
    case '429-limit-zero':
      return anthropicError(429);
    case '429-spend':
    case '429-prepay':
      return anthropicError(
        429,
        'You have reached your specified API usage limits. You will regain access on 2026-02-01 at 00:00 UTC.',
      );
    case 'context-overflow':
      return anthropicError(400, 'prompt is too long: 1200000 tokens > 200000 maximum');
    case 'content-policy':
      return anthropicError(400, 'Output blocked by content filtering policy');
    case 'payload':
      return anthropicError(413);
    default:
      return undefined;
  }
}
