// `GET /v1/models` and `/v1/models/{id}` in Anthropic's form.
// https://platform.claude.com/docs/en/api/models/list

import type { ModelEntry } from '../../canon/model-entry.ts';
import type { JsonObject } from '../../lib/json.ts';

const DEFAULT_LIMIT = 20;
const HIGHEST_LIMIT = 1000;
/** What Anthropic's own API says when the day of release is not known. */
const UNKNOWN_DATE = '1970-01-01T00:00:00Z';
const ALIAS_PREFIX = 'claude-';
/** Claude Code keeps only ids with one of these words. */
const CLAUDE_LIKE = /claude|anthropic/iu;
const NO_CHAT = /embed|tts|whisper|transcri|speech|audio|live|image|dall-e|veo|lyria|moderation|rerank/iu;

/** Where in the list to read. Ids need not exist: the list is sorted by id. */
export interface ModelPage {
  readonly limit?: number | undefined;
  readonly afterId?: string | undefined;
  readonly beforeId?: string | undefined;
}

/** Reads the query of a list; a `limit` outside of 1–1000 or no number is brought into that range. */
export function parseModelPage(query: Readonly<Record<string, string | undefined>>): ModelPage {
  const limit = Number.parseInt(query['limit'] ?? '', 10);
  return {
    limit: Number.isNaN(limit) ? undefined : Math.min(Math.max(limit, 1), HIGHEST_LIMIT),
    afterId: query['after_id'],
    beforeId: query['before_id'],
  };
}

/** One page of the list, sorted by id. */
export function renderModelList(entries: readonly ModelEntry[], page: ModelPage = {}): JsonObject {
  const { limit = DEFAULT_LIMIT, afterId, beforeId } = page;
  const sorted = entries.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const within = sorted.filter(
    ({ id }) => (afterId === undefined || id > afterId) && (beforeId === undefined || id < beforeId),
  );
  // Reading backwards wants the entries nearest to the cursor.
  const backwards = beforeId !== undefined && afterId === undefined;
  const shown = backwards ? within.slice(-limit) : within.slice(0, limit);
  return {
    data: shown.map(renderModel),
    has_more: shown.length < within.length,
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
  };
}

/** One model. */
export function renderModel(entry: ModelEntry): JsonObject {
  return {
    type: 'model',
    id: entry.id,
    display_name: entry.displayName ?? entry.id,
    created_at: UNKNOWN_DATE,
    max_input_tokens: entry.inputTokenLimit ?? null,
    max_tokens: entry.outputTokenLimit ?? null,
    capabilities: null,
  };
}

/** The entries, and beside each chat model that Claude Code would not list an alias that it does: `claude-<id>`. */
export function addClaudeAliases(entries: readonly ModelEntry[]): readonly ModelEntry[] {
  const taken = new Set(entries.map(({ id }) => id));
  const all = [...entries];
  for (const entry of entries) {
    const id = ALIAS_PREFIX + entry.id;
    if (wantsAlias(entry) && !taken.has(id)) all.push({ ...entry, id });
  }
  return all;
}

/** The model id behind an alias of {@link addClaudeAliases}; undefined for any other id. */
export function resolveClaudeAlias(id: string, isModel: (id: string) => boolean): string | undefined {
  if (!id.startsWith(ALIAS_PREFIX)) return undefined;
  const target = id.slice(ALIAS_PREFIX.length);
  return isModel(target) && !isModel(id) ? target : undefined;
}

function wantsAlias({ id, methods }: ModelEntry): boolean {
  if (CLAUDE_LIKE.test(id) || NO_CHAT.test(id)) return false;
  return methods === undefined || methods.includes('generateContent');
}
