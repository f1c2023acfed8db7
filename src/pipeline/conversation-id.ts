// Which conversation a request belongs to, so that it may find the key that holds its prompt cache: what the client says
// of it, else the beginning of the prompt, which does not change from turn to turn.

import { hash } from 'node:crypto';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../lib/json.ts';

/** Headers by name in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * No vendor caches prompts of fewer than 1,024 tokens: below about so many bytes there is no key to come back to.
 * https://platform.openai.com/docs/guides/prompt-caching
 */
const SMALLEST_CACHED_BYTES = 4096;
/** Longer than any id that a client makes; the rest would only take memory. */
const MOST_HINT_CHARS = 256;
/** Enough of the system prompt and of the first turn to tell conversations apart. */
const SYSTEM_CHARS = 500;
const TURN_CHARS = 1500;

/**
 * Headers that name a session, first to last: Codex, then what several agents and opencode send. `x-client-request-id` is
 * none of them: it is new with every request of OpenAI's SDKs, and Codex, which keeps it, says the same by `session_id`.
 */
const SESSION_HEADERS = [
  'session-id',
  'session_id',
  'conversation_id',
  'x-session-id',
  'x-session-affinity',
] as const;

/** Names the conversation within one client and model; undefined when there is nothing to gain from knowing it. */
export function conversationId(
  json: JsonObject,
  headers: RequestHeaders,
  sizeBytes: number,
): string | undefined {
  return (
    claudeSession(json, headers) ??
    headerSession(headers) ??
    hint(json['session_id']) ??
    hint(json['prompt_cache_key']) ??
    hint(asObject(json['conversation'])?.['id'] ?? json['conversation']) ??
    (sizeBytes < SMALLEST_CACHED_BYTES ? undefined : promptPrefix(json))
  );
}

/** Claude Code: a session's agents have prompts of their own, so each is a conversation. */
function claudeSession(json: JsonObject, headers: RequestHeaders): string | undefined {
  const session = hint(headers['x-claude-code-session-id']);
  if (session !== undefined) return `${session}/${hint(headers['x-claude-code-agent-id']) ?? ''}`;
  const user = asString(asObject(json['metadata'])?.['user_id']);
  // `user_…_account_…_session_…`, or JSON with a session_id; any other name is a user's, who may hold many conversations.
  return user?.includes('session') === true ? hint(user) : undefined;
}

function headerSession(headers: RequestHeaders): string | undefined {
  for (const name of SESSION_HEADERS) {
    const session = hint(headers[name]);
    if (session !== undefined) return session;
  }
  return undefined;
}

function hint(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= MOST_HINT_CHARS ? value : undefined;
}

/** What stands before the turns, and the turns up to the first of the user; the user's name where there is one. */
function promptPrefix(json: JsonObject): string {
  const prefix: string[] = [];
  const system = json['system'] ?? json['instructions'] ?? json['systemInstruction'];
  collect(prefix, system ?? json['system_instruction'], SYSTEM_CHARS);
  take(prefix, asString(asObject(json['metadata'])?.['user_id']) ?? asString(json['user']) ?? '', TURN_CHARS);
  prefix.push(String(asArray(json['tools']).length));
  const turns = json['messages'] ?? json['input'] ?? json['contents'];
  if (!Array.isArray(turns)) collect(prefix, turns, TURN_CHARS);
  else {
    for (const turn of turns) {
      const role = asObject(turn)?.['role'];
      const isUser = role === 'user' || role === undefined;
      collect(prefix, turn, isUser ? TURN_CHARS : SYSTEM_CHARS);
      if (isUser) break;
    }
  }
  return hash('sha256', prefix.join('\n'), 'base64url');
}

/** Claude Code's first block names the request, not the conversation. */
const ATTRIBUTION = 'x-anthropic-billing-header';
/** What a client moves or leaves out from turn to turn, and what is the same in every prompt. */
const BESIDES = new Set(['cache_control', 'type', 'role', 'id', 'status']);

/** Takes every text of a value, whatever the dialect's names for it, at most `chars` of each. */
function collect(prefix: string[], value: JsonValue | undefined, chars: number): void {
  if (typeof value === 'string') {
    if (!value.startsWith(ATTRIBUTION)) take(prefix, value, chars);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(prefix, item, chars);
  } else if (typeof value === 'object' && value !== null) {
    for (const name in value) if (!BESIDES.has(name)) collect(prefix, value[name], chars);
  }
}

/** Texts that begin alike may still differ in length. */
function take(prefix: string[], text: string, chars: number): void {
  prefix.push(`${text.length}:${text.slice(0, chars)}`);
}
