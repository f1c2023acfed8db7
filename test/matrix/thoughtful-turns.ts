// One conversation with thoughts, their proofs and a tool, as a client of each dialect sends it: request by request.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import type { JsonObject } from '../../src/lib/json.ts';

const ARGS = { city: 'Sparta' };
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } };
const QUESTIONS = ['What is the weather?', 'And tomorrow?', 'Thank you.'] as const;

type List = readonly JsonObject[];

/** The requests of the conversation, each with all that was said before. */
export function thoughtfulTurns(dialect: DialectName): readonly JsonObject[] {
  const { around, list, turns } = speakers[dialect];
  const said: JsonObject[] = [];
  return turns.map((turn) => {
    said.push(...turn);
    return { ...around, [list]: said.slice() };
  });
}

interface Speaker {
  readonly around: JsonObject;
  readonly list: string;
  /** What each request adds to the one before. */
  readonly turns: readonly List[];
}

const chatUser = (content: string): JsonObject => ({ role: 'user', content });
const chatCall = (id: string): JsonObject => ({
  role: 'assistant',
  content: null,
  reasoning_content: `thinking of ${id}`,
  tool_calls: [
    {
      id,
      type: 'function',
      function: { name: 'get_weather', arguments: JSON.stringify(ARGS) },
      extra_content: { google: { thought_signature: 'R29vZ2xl' } },
    },
  ],
});

const messagesCall = (id: string): JsonObject => ({
  role: 'assistant',
  content: [
    { type: 'thinking', thinking: `thinking of ${id}`, signature: 'QW50aHJvcGlj' },
    { type: 'tool_use', id, name: 'get_weather', input: ARGS },
  ],
});

const responsesCall = (id: string): List => [
  {
    type: 'reasoning',
    id: `rs_${id}`,
    summary: [{ type: 'summary_text', text: `thinking of ${id}` }],
    encrypted_content: 'T3BlbkFJ',
  },
  { type: 'function_call', call_id: id, name: 'get_weather', arguments: JSON.stringify(ARGS) },
];

const geminiUser = (text: string): JsonObject => ({ role: 'user', parts: [{ text }] });
const geminiCall = (id: string): JsonObject => ({
  role: 'model',
  parts: [
    { text: `thinking of ${id}`, thought: true },
    { functionCall: { id, name: 'get_weather', args: ARGS }, thoughtSignature: 'R29vZ2xl' },
  ],
});
const geminiResult = (id: string): JsonObject => ({
  role: 'user',
  parts: [{ functionResponse: { id, name: 'get_weather', response: { output: 'sunny' } } }],
});

const speakers: Readonly<Record<DialectName, Speaker>> = {
  'openai-chat': {
    around: { tools: [{ type: 'function', function: { name: 'get_weather', parameters: SCHEMA } }] },
    list: 'messages',
    turns: [
      [{ role: 'system', content: 'Be brief.' }, chatUser(QUESTIONS[0])],
      [chatCall('call_1'), { role: 'tool', tool_call_id: 'call_1', content: 'sunny' }],
      [{ role: 'assistant', content: 'Sunny.', reasoning_content: 'so it is' }, chatUser(QUESTIONS[1])],
      [chatCall('call_2'), { role: 'tool', tool_call_id: 'call_2', content: 'rain' }],
      [{ role: 'assistant', content: 'Rain.' }, chatUser(QUESTIONS[2])],
    ],
  },
  'openai-responses': {
    around: {
      instructions: 'Be brief.',
      store: false,
      tools: [{ type: 'function', name: 'get_weather', parameters: SCHEMA, strict: false }],
    },
    list: 'input',
    turns: [
      [chatUser(QUESTIONS[0])],
      [...responsesCall('call_1'), { type: 'function_call_output', call_id: 'call_1', output: 'sunny' }],
      [{ role: 'assistant', content: [{ type: 'output_text', text: 'Sunny.' }] }, chatUser(QUESTIONS[1])],
      [...responsesCall('call_2'), { type: 'function_call_output', call_id: 'call_2', output: 'rain' }],
      [{ role: 'assistant', content: [{ type: 'output_text', text: 'Rain.' }] }, chatUser(QUESTIONS[2])],
    ],
  },
  'anthropic-messages': {
    around: {
      max_tokens: 4000,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tools: [{ name: 'get_weather', input_schema: SCHEMA }],
    },
    list: 'messages',
    turns: [
      [chatUser(QUESTIONS[0])],
      [
        messagesCall('toolu_1'),
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'sunny' }] },
      ],
      [{ role: 'assistant', content: 'Sunny.' }, chatUser(QUESTIONS[1])],
      [
        messagesCall('toolu_2'),
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_2', content: 'rain' }] },
      ],
      [{ role: 'assistant', content: 'Rain.' }, chatUser(QUESTIONS[2])],
    ],
  },
  gemini: {
    around: {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      tools: [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema: SCHEMA }] }],
    },
    list: 'contents',
    turns: [
      [geminiUser(QUESTIONS[0])],
      [geminiCall('g1'), geminiResult('g1')],
      [
        { role: 'model', parts: [{ text: 'Sunny.', thoughtSignature: 'R29vZ2xl' }] },
        geminiUser(QUESTIONS[1]),
      ],
      [geminiCall('g2'), geminiResult('g2')],
      [{ role: 'model', parts: [{ text: 'Rain.' }] }, geminiUser(QUESTIONS[2])],
    ],
  },
};
