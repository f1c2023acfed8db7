import { describe, expect, it } from 'vitest';
import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { render } from './provider-request.fixture.ts';

const messages: JsonObject[] = [{ role: 'user', content: 'hi' }];
const plain = { model: 'm', messages };

interface Case {
  readonly name: string;
  readonly request: Partial<CanonRequest>;
  readonly quirks?: Partial<ChatQuirks>;
  readonly body: JsonObject;
  readonly loss?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'nothing that was not asked for', request: {}, body: {} },
  {
    name: 'a stream, with its usage whoever wants it',
    request: { stream: true },
    body: { stream: true, stream_options: { include_usage: true } },
  },
  {
    name: 'a stream where usage cannot be asked for',
    request: { stream: true },
    quirks: { streamUsage: false },
    body: { stream: true },
  },
  {
    name: 'the beginning of an answer as its service takes it: marked',
    request: { messages: [{ role: 'assistant', parts: [{ type: 'text', text: 'Once' }] }] },
    quirks: { prefill: 'prefix' },
    body: { messages: [{ role: 'assistant', content: 'Once', prefix: true }] },
  },
  {
    name: 'the beginning of an answer as its service takes it: left open',
    request: { messages: [{ role: 'assistant', parts: [{ type: 'text', text: 'Once' }] }] },
    quirks: { prefill: 'continue-final' },
    body: {
      messages: [{ role: 'assistant', content: 'Once' }],
      add_generation_prompt: false,
      continue_final_message: true,
    },
  },
  {
    name: 'sampling',
    request: {
      sampling: {
        temperature: 0,
        topP: 0.5,
        topK: 3,
        seed: 7,
        presencePenalty: 1,
        frequencyPenalty: -1,
        topLogprobs: 2,
        candidateCount: 2,
      },
    },
    body: {
      temperature: 0,
      top_p: 0.5,
      top_k: 3,
      seed: 7,
      presence_penalty: 1,
      frequency_penalty: -1,
      logprobs: true,
      top_logprobs: 2,
      n: 2,
    },
  },
  {
    name: "the chosen tokens' probabilities alone",
    request: { sampling: { topLogprobs: 0 } },
    body: { logprobs: true },
  },
  {
    name: 'no sampling for models that reason, but a temperature of 1 is no loss',
    request: { sampling: { temperature: 1, topP: 0.5, topLogprobs: 1, seed: 7 } },
    quirks: { fixedSamplingModels: /^m$/u },
    body: { seed: 7 },
    loss: ['top_p', 'logprobs', 'top_logprobs'],
  },
  {
    name: 'no top_k where it is unknown',
    request: { sampling: { topK: 3 } },
    quirks: { topK: false },
    body: {},
    loss: ['top_k'],
  },
  {
    name: 'a field under another name',
    request: { sampling: { seed: 7 } },
    quirks: { renamed: { seed: 'random_seed' } },
    body: { random_seed: 7 },
  },
  {
    name: 'a field that is refused',
    request: { sampling: { seed: 7 } },
    quirks: { dropped: ['seed', 'n'] },
    body: {},
    loss: ['seed'],
  },
  { name: 'the ceiling', request: { maxOutputTokens: 9 }, body: { max_completion_tokens: 9 } },
  {
    name: 'the ceiling by its older name',
    request: { maxOutputTokens: 9 },
    quirks: { maxTokensField: 'max_tokens' },
    body: { max_tokens: 9 },
  },
  {
    name: 'at most so many stop sequences',
    request: { stop: ['a', 'b', 'c', 'd', 'e'] },
    body: { stop: ['a', 'b', 'c', 'd'] },
    loss: ['stop'],
  },
  { name: 'the end user', request: { userId: 'u' }, body: { user: 'u' } },
  {
    name: 'how hard to think',
    request: { reasoning: { effort: 'high' } },
    body: { reasoning_effort: 'high' },
  },
  {
    name: 'the nearest effort that is known, and the greater of two',
    request: { reasoning: { effort: 'medium' } },
    quirks: { efforts: ['low', 'high'] },
    body: { reasoning_effort: 'high' },
  },
  {
    name: 'as much thinking as there is',
    request: { reasoning: { effort: 'max' } },
    quirks: { efforts: ['none', 'low'] },
    body: { reasoning_effort: 'low' },
  },
  {
    name: 'the least thinking where it cannot be turned off',
    request: { reasoning: { effort: 'none' } },
    quirks: { efforts: ['low', 'high'] },
    body: { reasoning_effort: 'low' },
    loss: ['reasoning.none'],
  },
  {
    name: 'a budget as an effort',
    request: { reasoning: { budgetTokens: 8000 } },
    body: { reasoning_effort: 'medium' },
  },
  {
    name: 'a budget of none',
    request: { reasoning: { budgetTokens: 0 } },
    body: { reasoning_effort: 'none' },
  },
  {
    name: 'nothing where the model decides',
    request: { reasoning: { budgetTokens: -1, includeSummary: true } },
    body: {},
  },
  {
    name: 'no effort for models that do not think',
    request: { reasoning: { effort: 'low' } },
    quirks: { effortModels: /^o/u },
    body: {},
    loss: ['reasoning'],
  },
  {
    name: 'no loss where no thinking was wanted',
    request: { reasoning: { effort: 'none' } },
    quirks: { effortField: undefined },
    body: {},
  },
  {
    name: "OpenRouter's object",
    request: { reasoning: { budgetTokens: 100, includeSummary: false } },
    quirks: { effortField: 'reasoning' },
    body: { reasoning: { max_tokens: 100, exclude: true } },
  },
  {
    name: "OpenRouter's off",
    request: { reasoning: { effort: 'none' } },
    quirks: { effortField: 'reasoning' },
    body: { reasoning: { enabled: false } },
  },
  {
    name: "DeepSeek's off",
    request: { reasoning: { effort: 'none' } },
    quirks: { effortField: 'thinking', efforts: ['low', 'high'] },
    body: { thinking: { type: 'disabled' } },
  },
  {
    name: "DeepSeek's switch",
    request: { reasoning: { effort: 'low' } },
    quirks: { effortField: 'thinking' },
    body: { thinking: { type: 'enabled' }, reasoning_effort: 'low' },
  },
  {
    name: 'JSON',
    request: { responseFormat: { type: 'json' } },
    body: { response_format: { type: 'json_object' } },
  },
  { name: 'text, by saying nothing', request: { responseFormat: { type: 'text' } }, body: {} },
  {
    name: 'a schema, under a legal name',
    request: {
      responseFormat: { type: 'json-schema', schema: { type: 'object' }, name: 'a b', strict: true },
    },
    body: {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
      },
    },
  },
  {
    name: 'JSON where schemas are unknown',
    request: { responseFormat: { type: 'json-schema', schema: {} } },
    quirks: { jsonSchema: false },
    body: { response_format: { type: 'json_object' } },
    loss: ['response_format.json_schema'],
  },
  {
    name: 'the word that JSON needs',
    request: { responseFormat: { type: 'json' } },
    quirks: { jsonNeedsWord: true },
    body: {
      response_format: { type: 'json_object' },
      messages: [{ role: 'system', content: 'Answer with a JSON object.' }, ...messages],
    },
  },
  {
    name: 'images to make',
    request: { outputModalities: ['text', 'image'] },
    body: { modalities: ['text', 'image'] },
  },
  {
    name: 'no images where none can be made',
    request: { outputModalities: ['image'] },
    quirks: { imageOutput: false },
    body: {},
    loss: ['modalities.image'],
  },
  {
    name: 'no sound',
    request: { outputModalities: ['text', 'audio'] },
    body: {},
    loss: ['modalities.audio'],
  },
  {
    name: "other dialects' own fields not",
    request: { extras: { gemini: { safetySettings: [] } } },
    body: {},
    loss: ['safetySettings'],
  },
];

describe('a request body', () => {
  it.each(cases)('holds $name', ({ request, quirks, body, loss }) => {
    const rendered = render(request, quirks);
    expect(rendered.body).toEqual({ ...plain, ...body });
    expect(rendered.loss).toEqual(loss ?? []);
  });

  it('names the model of the route, and clamps the ceiling to what it has', () => {
    const { body } = render({ maxOutputTokens: 9000 }, {}, { model: 'other', outputTokenLimit: 4096 });
    expect(body).toMatchObject({ model: 'other', max_completion_tokens: 4096 });
  });

  it('shortens the id of an end user, the same way each time', () => {
    const userId = 'user_'.repeat(30);
    const { body } = render({ userId });
    expect(body['user']).toMatch(/^[0-9a-f]{64}$/u);
    expect(render({ userId }).body).toEqual(body);
  });
});
