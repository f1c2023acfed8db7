// Speech: sound of which nobody but a test will make sense. https://platform.openai.com/docs/api-reference/audio/createSpeech
import { hash } from 'node:crypto';
import { asNumber, asString, type JsonObject } from '../../lib/json.ts';
import { splitModelName, type SimulatedFault } from '../faults.ts';
import type { Reply, StreamPiece } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { admit } from './admit.ts';
import { brokenMedia } from './broken-media.ts';
import { invalidRequest } from './errors.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['mp3', 'audio/mpeg'],
  ['opus', 'audio/opus'],
  ['aac', 'audio/aac'],
  ['flac', 'audio/flac'],
  ['wav', 'audio/wav'],
  ['pcm', 'audio/pcm'],
]);
const PIECES = 8;
const PIECE_BYTES = 960;

/** Answers `/v1/audio/speech`, whose credential is in order. */
export function answerSpeech(exchange: Exchange, body: JsonObject, fault: SimulatedFault | undefined): Reply {
  const { base } = splitModelName(exchange.call.model ?? '');
  const input = asString(body['input']);
  if (input === undefined || input === '') {
    return invalidRequest("Missing required parameter: 'input'.", 'input', 'missing_required_parameter');
  }
  if (asString(body['voice']) === undefined) {
    return invalidRequest("Missing required parameter: 'voice'.", 'voice', 'missing_required_parameter');
  }
  const format = asString(body['response_format']) ?? 'mp3';
  const contentType = TYPES.get(format);
  const speed = asNumber(body['speed']) ?? 1;
  if (contentType === undefined) {
    return invalidRequest(`Invalid value: '${format}'.`, 'response_format', 'invalid_value');
  }
  if (speed < 0.25 || speed > 4)
    return invalidRequest(`Invalid value: '${speed}'.`, 'speed', 'invalid_value');
  const asEvents = body['stream_format'] === 'sse';
  if (asEvents && base.startsWith('tts-1')) {
    return invalidRequest("Unsupported value: 'stream_format' does not support 'sse'.", 'stream_format');
  }
  const admission = admit(exchange, [input], undefined);
  if (admission.refused) return admission.refused;
  const pieces = fault?.fault === 'empty' ? [] : createSound(`${format}\n${input}`);
  if (!asEvents) return { kind: 'bytes', contentType, pieces, headers: admission.headers };
  const usage = {
    input_tokens: admission.promptTokens,
    output_tokens: 101,
    total_tokens: admission.promptTokens + 101,
  };
  const events: StreamPiece[] = pieces.map((piece) => ({
    text: `data: ${JSON.stringify({ type: 'speech.audio.delta', audio: piece.toString('base64') })}\n\n`,
    role: 'content',
  }));
  events.push({
    text: `data: ${JSON.stringify({ type: 'speech.audio.done', usage })}\n\n`,
    role: 'end',
  });
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    pieces: events,
    headers: admission.headers,
    broken: brokenMedia,
  };
}

/** Bytes that follow from the text alone. */
function createSound(seed: string): Buffer[] {
  return Array.from({ length: PIECES }, (_, index) => {
    const digest = Buffer.from(hash('sha256', `${seed}\n${index}`, 'hex'), 'hex');
    return Buffer.concat(Array.from({ length: PIECE_BYTES / digest.length }, () => digest));
  });
}
