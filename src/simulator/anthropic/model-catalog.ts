// The models of the simulated Anthropic. https://platform.claude.com/docs/en/api/models-list
import type { JsonObject } from '../../lib/json.ts';
import { splitModelName } from '../faults.ts';
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';

const LISTED: readonly (readonly [id: string, name: string])[] = [
  ['claude-opus-4-6', 'Claude Opus 4.6'],
  ['claude-sonnet-4-6', 'Claude Sonnet 4.6'],
  ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5'],
  ['claude-opus-4-5-20251101', 'Claude Opus 4.5'],
  ['claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5'],
  ['claude-3-5-haiku-20241022', 'Claude Haiku 3.5'],
];
const DEFAULT_PAGE = 20;
const described = LISTED.map(([id, name]) => describeClaude(id, name));

/** Anything named claude exists, but for names that say otherwise. */
export function servesClaudeModel(model: string): boolean {
  const { base, fault } = splitModelName(model);
  return fault !== undefined || (base.startsWith('claude-') && !/unknown|no-such|nonexistent/u.test(base));
}

/** A model as the model list shows it. */
export function describeClaude(id: string, name = id): JsonObject {
  return {
    type: 'model',
    id,
    display_name: name,
    created_at: '2026-01-01T00:00:00Z',
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  };
}

/** One page by `limit` and `after_id`. */
export function listClaudeModels(exchange: Exchange): JsonReply {
  const after = exchange.query.get('after_id');
  const start = after === null ? 0 : described.findIndex(({ id }) => id === after) + 1;
  const data = described.slice(start, start + Number(exchange.query.get('limit') ?? DEFAULT_PAGE));
  const body: JsonObject = {
    data,
    has_more: start + data.length < described.length,
    first_id: data[0]?.['id'] ?? null,
    last_id: data.at(-1)?.['id'] ?? null,
  };
  return { kind: 'json', status: 200, body };
}
