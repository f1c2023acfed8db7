// Canonical answers → `text_completion`, whole or as the events of a stream.
// https://platform.openai.com/docs/api-reference/completions/object

import type { CanonAnswer, Candidate } from '../../canon/answer.ts';
import { sumUsage } from '../../canon/sum-usage.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { renderCompletionLogprobs } from './completion-logprobs.ts';
import { finishReason } from './finish-reason.ts';
import type { CompletionForm } from './parse-completion.ts';
import { renderUsage } from './render-usage.ts';

/** `nowMs` is in Unix milliseconds; the wire's `created` is in seconds. */
export interface CompletionContext {
  readonly form: CompletionForm;
  readonly nowMs: number;
  /** Unique, of letters and digits. */
  readonly id: string;
}

/** One answer for each prompt, in order; choices of one prompt stand together. */
export function renderCompletion(answers: readonly CanonAnswer[], context: CompletionContext): JsonObject {
  const usage = sumUsage(answers.map((answer) => answer.usage));
  return {
    ...completionHead(answers[0]?.model ?? '', context),
    choices: renderChoices(answers, context.form),
    ...(usage && { usage: renderUsage(usage) }),
  };
}

/** The same as a stream's events, each choice in one piece. */
export function renderCompletionEvents(answers: readonly CanonAnswer[], context: CompletionContext): string {
  const { form } = context;
  const head = completionHead(answers[0]?.model ?? '', context);
  const usage = sumUsage(answers.map((answer) => answer.usage));
  const write = (choices: JsonValue, told: JsonValue): string => {
    const chunk = { ...head, choices, ...(form.includeUsage && { usage: told }) };
    return `data: ${JSON.stringify(chunk)}\n\n`;
  };
  let events = '';
  for (const choice of renderChoices(answers, form)) events += write([choice], null);
  if (form.includeUsage && usage) events += write([], renderUsage(usage));
  return `${events}data: [DONE]\n\n`;
}

/** The fields that every chunk repeats. */
export function completionHead(model: string, { id, nowMs }: CompletionContext): JsonObject {
  return { id: `cmpl-${id}`, object: 'text_completion', created: Math.floor(nowMs / 1000), model };
}

function renderChoices(answers: readonly CanonAnswer[], { choices, echoed }: CompletionForm): JsonObject[] {
  return answers.flatMap((answer, prompt) =>
    answer.candidates.map((candidate) => ({
      text: (echoed[prompt] ?? '') + textOf(candidate),
      index: prompt * choices + candidate.index,
      logprobs: renderCompletionLogprobs(candidate.logprobs, echoed[prompt]?.length ?? 0),
      finish_reason: finishReason(candidate.finish, {
        toolCall: false,
        refusal: true,
        legacyFunctions: false,
      }),
    })),
  );
}

function textOf({ parts }: Candidate): string {
  let text = '';
  for (const part of parts) if (part.type === 'text' || part.type === 'refusal') text += part.text;
  return text;
}
