// A few exchanges as the vendors' public documentation describes them, in the form of recordings.
// https://ai.google.dev/api/generate-content, https://platform.openai.com/docs/api-reference/chat,
// https://docs.anthropic.com/en/api/messages

import type { JsonObject } from '../../src/lib/json.ts';
import type { RecordedExchange } from './exchange.ts';
import type { Recordings } from './read-recordings.ts';

const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const DESCRIPTION = 'Tells the time in a city.';
const QUESTION = 'What time is it in Lisbon?';
const INSTRUCTIONS = 'Answer in one sentence.';

const nativeQuestion: JsonObject = {
  systemInstruction: { parts: [{ text: INSTRUCTIONS }] },
  contents: [{ role: 'user', parts: [{ text: QUESTION }] }],
  tools: [
    {
      functionDeclarations: [
        {
          name: 'tell_time',
          description: DESCRIPTION,
          parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] },
        },
      ],
    },
  ],
  generationConfig: { maxOutputTokens: 200, temperature: 0.5 },
};

const usageMetadata = {
  promptTokenCount: 21,
  candidatesTokenCount: 6,
  thoughtsTokenCount: 4,
  totalTokenCount: 31,
};
const callAnswer = {
  candidates: [
    {
      content: { role: 'model', parts: [{ functionCall: { name: 'tell_time', args: { city: 'Lisbon' } } }] },
      finishReason: 'STOP',
      index: 0,
    },
  ],
  usageMetadata,
  modelVersion: 'gemini-2.5-flash',
};

const textEvents = [
  {
    candidates: [{ content: { role: 'model', parts: [{ text: 'It is ' }] }, index: 0 }],
    usageMetadata: { promptTokenCount: 21, totalTokenCount: 21 },
  },
  {
    candidates: [
      { content: { role: 'model', parts: [{ text: 'noon — é meio-dia.' }] }, finishReason: 'STOP', index: 0 },
    ],
    usageMetadata,
  },
];

const exhausted = {
  error: {
    code: 429,
    message: 'You exceeded your current quota.',
    status: 'RESOURCE_EXHAUSTED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [
          {
            quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
            quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
            quotaDimensions: { location: 'global', model: 'gemini-2.5-flash' },
            quotaValue: '10',
          },
        ],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' },
    ],
  },
};

const keyInvalid = {
  error: {
    code: 400,
    message: 'API key not valid. Please pass a valid API key.',
    status: 'INVALID_ARGUMENT',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
      },
    ],
  },
};

const blocked = { promptFeedback: { blockReason: 'SAFETY' }, modelVersion: 'gemini-2.5-flash' };
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};
const unfinished = `event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message })}\n\n`;

const tool = {
  type: 'function',
  function: { name: 'tell_time', description: DESCRIPTION, parameters: PARAMETERS },
};
const openaiQuestion: JsonObject = {
  model: 'gpt-5',
  messages: [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content: QUESTION },
  ],
  tools: [tool],
  max_completion_tokens: 200,
  temperature: 0.5,
};
const anthropicQuestion: JsonObject = {
  model: 'claude-sonnet-4-5',
  system: INSTRUCTIONS,
  messages: [{ role: 'user', content: [{ type: 'text', text: QUESTION }] }],
  tools: [{ name: 'tell_time', description: DESCRIPTION, input_schema: PARAMETERS }],
  max_tokens: 1024,
  temperature: 0.5,
};

const openaiAnswer = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_770_000_000,
  model: 'gpt-5-2025-08-07',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'tell_time', arguments: '{"city":"Lisbon"}' } },
        ],
      },
      logprobs: null,
      finish_reason: 'tool_calls',
    },
  ],
  usage: { prompt_tokens: 40, completion_tokens: 9, total_tokens: 49 },
};
const anthropicAnswer = {
  ...message,
  content: [
    { type: 'thinking', thinking: 'The tool knows.', signature: 'RXFRQkNrWUlCQg==' },
    { type: 'tool_use', id: 'toolu_1', name: 'tell_time', input: { city: 'Lisbon' } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 40, cache_read_input_tokens: 10, output_tokens: 19 },
};

function exchange(
  id: string,
  family: string,
  request: { path: string; query?: string; body: JsonObject },
  response: { status?: number; type?: string; body: string },
): RecordedExchange {
  const { status = 200, type = 'application/json; charset=UTF-8', body } = response;
  return {
    id,
    family,
    source: { file: 'hand-written', index: 0, fidelity: 'raw body' },
    request: { method: 'POST', query: '', ...request },
    response: { status, headers: { 'content-type': type }, stream: type === 'text/event-stream', body },
  };
}

const MODEL = '/v1beta/models/gemini-2.5-flash';
const whole = { path: `${MODEL}:generateContent`, query: 'key=client', body: nativeQuestion };
const streamed = { path: `${MODEL}:streamGenerateContent`, query: 'alt=sse', body: nativeQuestion };
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
const events = (values: readonly unknown[]): string =>
  values.map((value) => `data: ${JSON.stringify(value)}\r\n\r\n`).join('');

const exchanges: readonly RecordedExchange[] = [
  exchange('native-call', 'gemini.generateContent', whole, { body: pretty(callAnswer) }),
  exchange('native-429', 'gemini.generateContent', whole, { status: 429, body: pretty(exhausted) }),
  exchange('native-bad-key', 'gemini.generateContent', whole, { status: 400, body: pretty(keyInvalid) }),
  exchange('native-stream', 'gemini.streamGenerateContent', streamed, {
    type: 'text/event-stream',
    body: events(textEvents),
  }),
  exchange('native-cut', 'gemini.streamGenerateContent', streamed, {
    type: 'text/event-stream',
    body: events(textEvents.slice(0, 1)),
  }),
  exchange(
    'openai-question',
    'openai.chat',
    { path: '/v1/chat/completions', body: openaiQuestion },
    { body: pretty(openaiAnswer) },
  ),
  exchange(
    'anthropic-count',
    'anthropic.count_tokens',
    // A field of next year goes on too.
    { path: '/v1/messages/count_tokens', body: { ...anthropicQuestion, next_year: { x: [1.0] } } },
    { body: '{"input_tokens":40}' },
  ),
  exchange(
    'anthropic-question',
    'anthropic.messages',
    { path: '/v1/messages', body: anthropicQuestion },
    { body: pretty(anthropicAnswer) },
  ),
];

/** Failures that were recorded without their requests. */
const answers: Recordings['answers'] = [
  { id: 'blocked', family: 'gemini.generateContent', response: { stream: false, body: pretty(blocked) } },
  { id: 'unfinished', family: 'anthropic.messages', response: { stream: true, body: unfinished } },
];

/** They stand for a folder of recordings. */
export const handWritten: Recordings = {
  answers,
  family: (name) => exchanges.filter(({ family }) => family === name),
  scenarios: new Map([
    [
      'ask the time',
      { gemini: ['native-call'], 'openai.chat': ['openai-question'], anthropic: ['anthropic-question'] },
    ],
  ]),
};
