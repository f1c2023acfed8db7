// The Messages API: whole answers and token counts. https://platform.claude.com/docs/en/api/messages
import { asArray, type JsonObject } from '../../lib/json.ts';
import type { SimulatedFault } from '../faults.ts';
import type { JsonReply, Reply } from '../reply.ts';
import { think, type Thought } from '../simulated-mind.ts';
import type { Exchange } from '../simulated-world.ts';
import { createStableId } from '../stable-id.ts';
import { countTokens, MEDIA_TOKENS } from '../token-count.ts';
import { citationsOf, searchBlocks } from './citations.ts';
import { checkMessagesRequest } from './check-request.ts';
import { anthropicError } from './errors.ts';
import { streamMessage } from './message-stream.ts';
import { anthropicHeaders, anthropicQuotaError } from './rate-limit.ts';
import { readMessagesPrompt } from './read-prompt.ts';
import { signThinking } from './signatures.ts';

const CONTEXT_TOKENS = 200_000;
const BASE64_DATA = /"data":"[A-Za-z0-9+/=]{64,}"/gu;

/** Answers `/v1/messages`, whose credential is in order. */
export function answerMessages(
  exchange: Exchange,
  body: JsonObject,
  fault: SimulatedFault | undefined,
): Reply {
  const wrong = checkMessagesRequest(body, false);
  if (wrong) return wrong;
  const { call, world } = exchange;
  const project = call.project ?? '';
  const model = call.model ?? '';
  const segments = segmentsOf(body);
  const promptTokens = totalOf(segments);
  if (promptTokens > CONTEXT_TOKENS)
    return anthropicError(400, `prompt is too long: ${promptTokens} tokens > ${CONTEXT_TOKENS} maximum`);
  const over = world.quotas.charge(project, model, promptTokens);
  const now = world.clock.now();
  const requestId = createStableId('req_', `${now}\n${world.random()}`);
  if (over) return anthropicQuotaError(over, project, now);
  // Anthropic caches what it is told to, never by itself.
  const caches = promptTokens >= 1024 && JSON.stringify(body).includes('"cache_control"');
  const cachedTokens = caches ? world.promptCache.lookUp(`anthropic\n${project}\n${model}`, segments) : 0;
  const thought = think({ ...readMessagesPrompt(body, fault?.fault === 'huge'), script: exchange.script });
  const written = caches ? promptTokens - cachedTokens : 0;
  const usage: JsonObject = {
    input_tokens: promptTokens - cachedTokens - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cachedTokens,
    output_tokens: thought.answerTokens + thought.thoughtTokens,
    service_tier: 'standard',
  };
  const message = render(body, requestId, model, thought, usage, fault);
  const headers = anthropicHeaders(world.quotas.standing(project, model), project, requestId, now);
  if (call.stream) return streamMessage(message, headers, fault?.fault);
  if (fault?.fault === 'no-usage') delete message['usage'];
  return { kind: 'json', status: 200, body: message, headers };
}

/** Answers `/v1/messages/count_tokens`. */
export function countMessageTokens(body: JsonObject): JsonReply {
  const wrong = checkMessagesRequest(body, true);
  return wrong ?? { kind: 'json', status: 200, body: { input_tokens: totalOf(segmentsOf(body)) } };
}

function render(
  body: JsonObject,
  requestId: string,
  model: string,
  thought: Thought,
  usage: JsonObject,
  fault: SimulatedFault | undefined,
): JsonObject {
  const blank = blankStop(fault);
  const content: JsonObject[] = [];
  if (blank === undefined && thought.thoughts !== '') {
    content.push({ type: 'thinking', thinking: thought.thoughts, signature: signThinking(thought.thoughts) });
  }
  if (blank === undefined && thought.text !== '') {
    const citations = citationsOf(body);
    content.push(...searchBlocks(body, requestId, thought.text.slice(0, 60)));
    content.push({ type: 'text', text: thought.text, ...(citations && { citations }) });
  }
  for (const [index, { name, args }] of (blank === undefined ? thought.calls : []).entries()) {
    content.push({
      type: 'tool_use',
      id: createStableId('toolu_', `${requestId}\n${index}`),
      name,
      input: args,
    });
  }
  return {
    id: createStableId('msg_', requestId),
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: blank === undefined ? stopOf(thought) : blank,
    stop_sequence: blank === undefined ? (thought.matchedStop ?? null) : null,
    usage,
  };
}

function stopOf(thought: Thought): string {
  if (thought.finish === 'length') return 'max_tokens';
  if (thought.finish === 'stop-sequence') return 'stop_sequence';
  return thought.calls.length > 0 ? 'tool_use' : 'end_turn';
}

/** The `stop_reason` of an answer without content; undefined for other faults. */
function blankStop(fault: SimulatedFault | undefined): string | undefined {
  const name = fault?.fault ?? '';
  if (name === 'empty' || name === 'empty-candidates') return 'end_turn';
  if (name.startsWith('blocked-prompt')) return 'refusal';
  if (!name.startsWith('finish-')) return undefined;
  const reason = name.slice('finish-'.length);
  if (reason === 'MAX_TOKENS') return 'max_tokens';
  return /^[A-Z_]+$/u.test(reason) ? 'refusal' : reason;
}

function segmentsOf(body: JsonObject): { text: string; tokens: number }[] {
  const head =
    body['system'] === undefined && body['tools'] === undefined
      ? []
      : [[body['tools'] ?? [], body['system'] ?? '']];
  return [...head, ...asArray(body['messages'])].map((turn) => {
    let media = 0;
    const text = JSON.stringify(turn);
    const counted = text.replaceAll(BASE64_DATA, () => {
      media++;
      return '';
    });
    return { text, tokens: countTokens(counted) + media * MEDIA_TOKENS };
  });
}

function totalOf(segments: readonly { readonly tokens: number }[]): number {
  return segments.reduce((sum, { tokens }) => sum + tokens, 0);
}
