// A client of each dialect that keeps all that came and sends it back, as its vendor's SDK does: one question, the call that
// it leads to, the tool's result, another question.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import { listAt, objectAt, textAt, type Json } from '../matrix/wire.ts';

export interface Talker {
  readonly dialect: DialectName;
  /** The request with all that was said so far. */
  request(model: string, said: readonly Json[]): { readonly path: string; readonly body: Json };
  question(text: string): Json;
  /** What is kept of an answer. */
  keep(answer: Json): readonly Json[];
  /** The result of the call that the answer holds. */
  result(answer: Json): Json;
}

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const name = 'get_weather';
const RESULT = 'sunny';

const chat: Talker = {
  dialect: 'openai-chat',
  request: (model, messages) => ({
    path: '/v1/chat/completions',
    body: {
      model,
      messages,
      tools: [{ type: 'function', function: { name, parameters } }],
      reasoning_effort: 'high',
    },
  }),
  question: (content) => ({ role: 'user', content }),
  keep: (answer) => [objectAt(answer, 'choices', 0, 'message')],
  result: (answer) => ({
    role: 'tool',
    tool_call_id: textAt(answer, 'choices', 0, 'message', 'tool_calls', 0, 'id'),
    content: RESULT,
  }),
};

const responses: Talker = {
  dialect: 'openai-responses',
  request: (model, input) => ({
    path: '/v1/responses',
    body: {
      model,
      input,
      tools: [{ type: 'function', name, parameters }],
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
      store: false,
    },
  }),
  question: (content) => ({ role: 'user', content }),
  keep: (answer) => listAt(answer, 'output').map((item) => objectAt(item)),
  result: (answer) => {
    const call = listAt(answer, 'output').find((item) => textAt(item, 'type') === 'function_call');
    return { type: 'function_call_output', call_id: textAt(call, 'call_id'), output: RESULT };
  },
};

const messages: Talker = {
  dialect: 'anthropic-messages',
  request: (model, said) => ({
    path: '/v1/messages',
    body: {
      model,
      max_tokens: 9000,
      thinking: { type: 'enabled', budget_tokens: 4000 },
      messages: said,
      tools: [{ name, input_schema: parameters }],
    },
  }),
  question: (content) => ({ role: 'user', content }),
  keep: (answer) => [{ role: 'assistant', content: listAt(answer, 'content') }],
  result: (answer) => {
    const call = listAt(answer, 'content').find((block) => textAt(block, 'type') === 'tool_use');
    return {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: textAt(call, 'id'), content: RESULT }],
    };
  },
};

const gemini: Talker = {
  dialect: 'gemini',
  request: (model, contents) => ({
    path: `/v1beta/models/${model}:generateContent`,
    body: {
      contents,
      tools: [{ functionDeclarations: [{ name, parametersJsonSchema: parameters }] }],
      generationConfig: { thinkingConfig: { includeThoughts: true, thinkingLevel: 'HIGH' } },
    },
  }),
  question: (text) => ({ role: 'user', parts: [{ text }] }),
  keep: (answer) => [objectAt(answer, 'candidates', 0, 'content')],
  result: (answer) => {
    const call = listAt(answer, 'candidates', 0, 'content', 'parts')
      .map((part) => objectAt(part, 'functionCall'))
      .find((found) => found['name'] !== undefined);
    const response = { output: RESULT };
    return {
      role: 'user',
      parts: [
        {
          functionResponse: {
            name,
            response,
            ...(call?.['id'] !== undefined && { id: call['id'] }),
          },
        },
      ],
    };
  },
};

export const talkers: readonly Talker[] = [chat, responses, messages, gemini];
