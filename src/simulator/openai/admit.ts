// Counts a request's tokens, charges its quota and looks into the prompt cache. The same for Chat and Responses.
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { countTokens, MEDIA_TOKENS } from '../token-count.ts';
import { createStableId } from '../stable-id.ts';
import { openaiQuotaError, rateLimitHeaders } from './rate-limit.ts';

/** `refused` is whole, its headers included; `headers` are for every other answer to the request. */
export interface Admission {
  readonly refused: JsonReply | undefined;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly headers: Readonly<Record<string, string>>;
}

const DATA_URL = /"data:[^"]*"|"data":"[A-Za-z0-9+/=]{64,}"/gu;

/** `turns` are messages or input items; `extra` is what stands before them. */
export function admit(exchange: Exchange, turns: readonly unknown[], extra: unknown): Admission {
  const { call, world } = exchange;
  const project = call.project ?? '';
  const model = call.model ?? '';
  const segments = (extra === undefined ? turns : [extra, ...turns]).map(segmentOf);
  let promptTokens = 0;
  for (const { tokens } of segments) promptTokens += tokens;
  const over = world.quotas.charge(project, model, promptTokens);
  const headers = {
    'x-request-id': createStableId('req_', `${world.clock.now()}\n${world.random()}`, 32),
    'openai-processing-ms': '12',
  };
  if (over) {
    const refused = openaiQuotaError(over, model, project, promptTokens);
    return {
      refused: { ...refused, headers: { ...headers, ...refused.headers } },
      promptTokens,
      cachedTokens: 0,
      headers,
    };
  }
  const cached = promptTokens < 1024 ? 0 : world.promptCache.lookUp(`openai\n${project}\n${model}`, segments);
  return {
    refused: undefined,
    promptTokens,
    // OpenAI reports the cache in steps of 128 tokens.
    cachedTokens: cached - (cached % 128),
    headers: { ...headers, ...rateLimitHeaders(world.quotas.standing(project, model)) },
  };
}

function segmentOf(turn: unknown): { text: string; tokens: number } {
  const text = JSON.stringify(turn) ?? '';
  let media = 0;
  const counted = text.replaceAll(DATA_URL, () => {
    media++;
    return '';
  });
  return { text, tokens: countTokens(counted) + media * MEDIA_TOKENS };
}
