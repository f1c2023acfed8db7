// Pictures: one small sound PNG each, whatever is asked for. https://platform.openai.com/docs/api-reference/images/create
import { asNumber, asString, type JsonObject } from '../../lib/json.ts';
import { splitModelName, type SimulatedFault } from '../faults.ts';
import type { Reply, StreamPiece } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { admit } from './admit.ts';
import { brokenMedia } from './broken-media.ts';
import { checkCount } from './check-count.ts';
import { invalidRequest, openaiError } from './errors.ts';

/** One blue pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC';
const TOKENS_OF_A_PICTURE = 1056;

/** Answers `/v1/images/generations`, whose credential is in order. */
export function answerImages(exchange: Exchange, body: JsonObject, fault: SimulatedFault | undefined): Reply {
  const { base } = splitModelName(exchange.call.model ?? '');
  const prompt = asString(body['prompt']);
  if (prompt === undefined) {
    return invalidRequest("Missing required parameter: 'prompt'.", 'prompt', 'missing_required_parameter');
  }
  const isGpt = base.startsWith('gpt-image');
  if (isGpt && body['response_format'] !== undefined) {
    return invalidRequest("Unknown parameter: 'response_format'.", 'response_format', 'unknown_parameter');
  }
  const wrong = checkCount(body, 'n', 1, 10) ?? checkCount(body, 'partial_images', 0, 3);
  if (wrong) return wrong;
  const count = asNumber(body['n']) ?? 1;
  if (fault?.fault.startsWith('blocked-prompt') === true || fault?.fault.startsWith('finish-') === true) {
    return openaiError(
      400,
      'Your request was rejected by the safety system.',
      isGpt ? 'image_generation_user_error' : 'invalid_request_error',
      isGpt ? 'moderation_blocked' : 'content_policy_violation',
    );
  }
  const admission = admit(exchange, [prompt], undefined);
  if (admission.refused) return admission.refused;
  const created = Math.floor(exchange.world.clock.now() / 1000);
  const output = TOKENS_OF_A_PICTURE * count;
  const usage: JsonObject = {
    input_tokens: admission.promptTokens,
    output_tokens: output,
    total_tokens: admission.promptTokens + output,
    input_tokens_details: { text_tokens: admission.promptTokens, image_tokens: 0 },
  };
  if (exchange.call.stream) {
    return {
      kind: 'stream',
      contentType: 'text/event-stream; charset=utf-8',
      pieces: renderPieces(count, asNumber(body['partial_images']) ?? 0, created, usage),
      headers: admission.headers,
      broken: brokenMedia,
    };
  }
  const asUrl = !isGpt && body['response_format'] !== 'b64_json';
  const picture = asUrl ? { url: 'https://images.example.com/simulated.png' } : { b64_json: PNG };
  const data = fault?.fault === 'empty' ? [] : Array.from({ length: count }, () => picture);
  return {
    kind: 'json',
    status: 200,
    headers: admission.headers,
    body: { created, data, ...(isGpt && { output_format: 'png', usage }) },
  };
}

function renderPieces(count: number, partials: number, created: number, usage: JsonObject): StreamPiece[] {
  const pieces: StreamPiece[] = [];
  const push = (type: string, fields: JsonObject, role: StreamPiece['role']): void => {
    const event = { type, b64_json: PNG, created_at: created, output_format: 'png', ...fields };
    pieces.push({ text: `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`, role });
  };
  for (let picture = 0; picture < count; picture++) {
    for (let partial = 0; partial < partials; partial++)
      push('image_generation.partial_image', { partial_image_index: partial }, 'content');
    push('image_generation.completed', { usage }, 'end');
  }
  return pieces;
}
