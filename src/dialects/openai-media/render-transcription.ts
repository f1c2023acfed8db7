// A canonical answer → a transcript in the caller's form. What nobody told (times, segments) stays away.
// https://platform.openai.com/docs/api-reference/audio/json-object

import type { CanonAnswer } from '../../canon/answer.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { TranscriptionForm } from './parse-transcription-request.ts';

/** A whole HTTP body: plain text or JSON, as the form has it. */
export interface RenderedTranscript {
  readonly contentType: string;
  readonly body: string;
}

/** Throws GatewayError `content_policy` when the model withheld the text. */
export function renderTranscription(answer: CanonAnswer, form: TranscriptionForm): RenderedTranscript {
  const text = textOf(answer);
  if (form.format === 'text') return { contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
  const body: JsonObject =
    form.format === 'verbose_json'
      ? { task: form.task, ...(form.language !== undefined && { language: form.language }), text }
      : { text };
  if (answer.usage) body['usage'] = renderTranscriptUsage(answer.usage);
  return { contentType: 'application/json', body: JSON.stringify(body) };
}

/** OpenAI's tokens of a transcript. Which of the prompt's were sound Google tells by modality, others do not. */
export function renderTranscriptUsage(usage: Usage): JsonObject {
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  return {
    type: 'tokens',
    input_tokens: input,
    output_tokens: output,
    total_tokens: usage.totalTokens ?? input + output,
  };
}

function textOf({ candidates }: CanonAnswer): string {
  const [candidate] = candidates;
  let text = '';
  for (const part of candidate?.parts ?? []) if (part.type === 'text') text += part.text;
  const finish = candidate?.finish;
  if (text === '' && (finish?.kind === 'content-filter' || finish?.kind === 'refusal')) {
    throw new GatewayError('content_policy', `The text was withheld: ${finish.raw ?? finish.kind}.`);
  }
  if (finish?.kind === 'length') {
    throw new GatewayError('incomplete_answer', 'The transcript is longer than what the model can write.');
  }
  return text.trim();
}
