// What Anthropic answers 400 to. https://platform.claude.com/docs/en/api/messages
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { checkTurns } from './check-turns.ts';
import { anthropicError } from './errors.ts';

const FIELDS = new Set(
  (
    'model messages max_tokens system metadata stop_sequences stream temperature top_k top_p tools tool_choice thinking service_tier ' +
    'container context_management mcp_servers output_config output_format cache_control inference_geo betas speed thread'
  ).split(' '),
);
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/u;

/** The first 400. `counting`: token counts need no `max_tokens`. */
export function checkMessagesRequest(body: JsonObject, counting: boolean): JsonReply | undefined {
  const stray = Object.keys(body).find((name) => !FIELDS.has(name));
  if (stray !== undefined) return anthropicError(400, `${stray}: Extra inputs are not permitted`);
  const lost = checkThread(body);
  if (lost) return lost;
  if (body['messages'] === undefined) return anthropicError(400, 'messages: Field required');
  if (!counting) {
    const most = body['max_tokens'];
    if (most === undefined) return anthropicError(400, 'max_tokens: Field required');
    if (!Number.isInteger(most) || Number(most) < 1)
      return anthropicError(400, 'max_tokens: Input should be greater than or equal to 1');
  }
  const temperature = asNumber(body['temperature']);
  if (temperature !== undefined && (temperature < 0 || temperature > 1))
    return anthropicError(400, 'temperature: range: 0..1');
  return (
    checkTools(body) ?? checkThinking(body) ?? checkSystem(body) ?? checkTurns(asArray(body['messages']))
  );
}

/** Threads may be begun; none is kept, so that none can be continued. */
function checkThread(body: JsonObject): JsonReply | undefined {
  const thread = asObject(body['thread']);
  if (thread?.['type'] !== 'continue') return undefined;
  const id = asString(thread['previous_message_id']) ?? '';
  return anthropicError(404, `No usable thread state was found for ${id}.`, undefined, {
    error_code: 'thread_not_found',
  });
}

function checkTools(body: JsonObject): JsonReply | undefined {
  const names = new Set<unknown>();
  for (const [index, tool] of asArray(body['tools']).entries()) {
    const given = asObject(tool);
    const name = asString(given?.['name']) ?? '';
    if (names.has(name)) return anthropicError(400, 'tools: Tool names must be unique.');
    names.add(name);
    if ((asString(given?.['type']) ?? 'custom') !== 'custom') continue;
    if (!TOOL_NAME.test(name)) {
      return anthropicError(
        400,
        `tools.${index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`,
      );
    }
    const schema = asObject(given?.['input_schema']);
    if (!schema) return anthropicError(400, `tools.${index}.custom.input_schema: Field required`);
    if (schema['type'] !== 'object')
      return anthropicError(400, `tools.${index}.custom.input_schema.type: Input should be 'object'`);
  }
  const choice = asObject(body['tool_choice']);
  if (choice && names.size === 0 && choice['type'] !== 'none')
    return anthropicError(400, 'tool_choice: may only be specified while providing tools.');
  const forced = choice?.['type'] === 'tool' ? choice['name'] : undefined;
  return forced === undefined || names.has(forced)
    ? undefined
    : anthropicError(400, `Tool '${String(asString(forced))}' not found in provided tools`);
}

function checkThinking(body: JsonObject): JsonReply | undefined {
  const thinking = asObject(body['thinking']);
  if (!thinking || thinking['type'] === 'disabled') return undefined;
  if (thinking['type'] !== 'enabled' && thinking['type'] !== 'adaptive') {
    return anthropicError(
      400,
      "thinking: Input tag found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'",
    );
  }
  const choice = asObject(body['tool_choice'])?.['type'];
  if (choice === 'any' || choice === 'tool')
    return anthropicError(400, 'Thinking may not be enabled when tool_choice forces tool use.');
  const temperature = asNumber(body['temperature']);
  if (temperature !== undefined && temperature !== 1) {
    return anthropicError(400, '`temperature` may only be set to 1 when thinking is enabled.');
  }
  if (thinking['type'] === 'adaptive') return undefined;
  const budget = asNumber(thinking['budget_tokens']);
  if (budget === undefined) return anthropicError(400, 'thinking.enabled.budget_tokens: Field required');
  if (budget < 1024)
    return anthropicError(
      400,
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    );
  const most = asNumber(body['max_tokens']);
  return most !== undefined && most <= budget
    ? anthropicError(400, '`max_tokens` must be greater than `thinking.budget_tokens`.')
    : undefined;
}

function checkSystem(body: JsonObject): JsonReply | undefined {
  const empty = asArray(body['system']).findIndex((block) => asObject(block)?.['text'] === '');
  return empty === -1
    ? undefined
    : anthropicError(400, `system.${empty}: text content blocks must be non-empty`);
}
