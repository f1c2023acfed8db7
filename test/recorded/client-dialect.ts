// The dialects that clients speak, as far as a replay needs to know them.

import { asObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts';
import type { AnswerMeaning } from './gemini-answer.ts';
import type { Meaning } from './meaning.ts';
import { readAnthropicAnswer } from './read-anthropic-answer.ts';
import { readAnthropicMeaning } from './read-anthropic-meaning.ts';
import { readOpenaiAnswer } from './read-openai-answer.ts';
import { readOpenaiMeaning } from './read-openai-meaning.ts';

export interface ClientDialect {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readMeaning(body: JsonValue): Meaning;
  readAnswer(body: string, stream: boolean): AnswerMeaning | undefined;
  /** What a client adds to have usage in a stream. */
  readonly streamOptions: JsonObject;
  /** An answer without the number of input tokens would be refused by its clients. */
  readonly mustCountInput: boolean;
}

const openai: ClientDialect = {
  name: 'Chat Completions',
  path: '/v1/chat/completions',
  headers: {},
  readMeaning: readOpenaiMeaning,
  readAnswer: readOpenaiAnswer,
  streamOptions: { stream_options: { include_usage: true } },
  mustCountInput: false,
};

const anthropic: ClientDialect = {
  name: 'Messages',
  path: '/v1/messages',
  headers: { 'anthropic-version': '2023-06-01' },
  readMeaning: readAnthropicMeaning,
  readAnswer: readAnthropicAnswer,
  streamOptions: {},
  mustCountInput: true,
};

/** Each dialect once. */
export const CLIENT_DIALECTS: readonly ClientDialect[] = [openai, anthropic];

/** Families of recordings whose requests are translated. */
export const TRANSLATED_FAMILIES: Readonly<Record<string, ClientDialect>> = {
  'openai.chat': openai,
  'openai.chat.stream': openai,
  'compat.chat': openai,
  'compat.chat.stream': openai,
  'gemini.openai-compat': openai,
  'anthropic.messages': anthropic,
  'anthropic.messages.stream': anthropic,
};

/** The recorded body as a request for another model, streamed or not. */
export function requestFor(
  request: JsonValue,
  dialect: ClientDialect,
  model: string,
  stream: boolean,
): string {
  const body: JsonObject = { ...asObject(request), model };
  delete body['stream'];
  delete body['stream_options'];
  return JSON.stringify(stream ? { ...body, stream: true, ...dialect.streamOptions } : body);
}
