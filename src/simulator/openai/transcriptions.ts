// Transcripts and translations: what is told of the file is all that was heard in it.
// https://platform.openai.com/docs/api-reference/audio/createTranscription
import { splitModelName, type SimulatedFault } from '../faults.ts';
import type { Reply, StreamPiece } from '../reply.ts';
import type { ReadForm } from '../read-form.ts';
import { splitIntoDeltas } from '../simulated-mind.ts';
import type { Exchange } from '../simulated-world.ts';
import { countTokens } from '../token-count.ts';
import { admit } from './admit.ts';
import { brokenMedia } from './broken-media.ts';
import { invalidRequest } from './errors.ts';

const TEXT_FORMATS = new Set(['text', 'srt', 'vtt']);
const FORMATS = new Set(['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json']);
const SECONDS = 2.5;

/** Answers both endpoints, whose credential is in order. */
export function answerTranscription(
  exchange: Exchange,
  form: ReadForm | undefined,
  fault: SimulatedFault | undefined,
): Reply {
  if (form === undefined) return invalidRequest('Could not parse multipart form');
  const { base } = splitModelName(exchange.call.model ?? '');
  const { fields, file } = form;
  if (file === undefined) {
    return invalidRequest("Missing required parameter: 'file'.", 'file', 'missing_required_parameter');
  }
  if (file.sizeBytes === 0) return invalidRequest('Audio file is too short.', 'file', 'audio_too_short');
  const format = fields.get('response_format') ?? 'json';
  const knows = base.startsWith('gpt-4o') ? format === 'json' || format === 'text' : FORMATS.has(format);
  if (!knows) {
    return invalidRequest(
      `response_format '${format}' is not compatible with model '${base}'.`,
      'response_format',
      'unsupported_value',
    );
  }
  const admission = admit(exchange, [file.name], undefined);
  if (admission.refused) return admission.refused;
  const said = exchange.path.endsWith('/translations') ? 'In English I heard' : 'I heard';
  const text =
    fault?.fault === 'empty' ? '' : `${said} ${file.name} (${file.mimeType}, ${file.sizeBytes} bytes).`;
  const output = countTokens(text);
  const usage = {
    type: 'tokens',
    input_tokens: 14,
    input_token_details: { text_tokens: 0, audio_tokens: 14 },
    output_tokens: output,
    total_tokens: 14 + output,
  };
  const { headers } = admission;
  // Whisper knows no streams, and takes no notice.
  if (exchange.call.stream && !base.startsWith('whisper')) {
    const pieces: StreamPiece[] = splitIntoDeltas(text).map((delta) => ({
      text: `data: ${JSON.stringify({ type: 'transcript.text.delta', delta })}\n\n`,
      role: 'content',
    }));
    pieces.push({
      text: `data: ${JSON.stringify({ type: 'transcript.text.done', text, usage })}\n\n`,
      role: 'end',
    });
    const contentType = 'text/event-stream; charset=utf-8';
    return { kind: 'stream', contentType, pieces, headers, broken: brokenMedia };
  }
  if (TEXT_FORMATS.has(format)) {
    const body = Buffer.from(renderText(text, format));
    return { kind: 'bytes', contentType: 'text/plain; charset=utf-8', pieces: [body], headers };
  }
  const body =
    format === 'verbose_json'
      ? {
          task: 'transcribe',
          language: 'english',
          duration: SECONDS,
          text,
          segments: [{ id: 0, seek: 0, start: 0, end: SECONDS, text, tokens: [], temperature: 0 }],
          usage: { type: 'duration', seconds: 3 },
        }
      : { text, usage };
  return { kind: 'json', status: 200, body, headers };
}

function renderText(text: string, format: string): string {
  if (format === 'srt') return `1\n00:00:00,000 --> 00:00:02,500\n${text}\n\n`;
  return format === 'vtt' ? `WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n${text}\n\n` : `${text}\n`;
}
