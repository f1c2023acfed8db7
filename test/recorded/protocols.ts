// The four protocols: both faces of each, and readers of its wire that share nothing with them.

import { anthropicMessagesClientFace } from '../../src/dialects/anthropic-messages/client-face.ts';
import { anthropicMessagesProviderFace } from '../../src/dialects/anthropic-messages/provider-face.ts';
import type { ClientFace, ProviderFace } from '../../src/dialects/dialect.ts';
import { geminiClientFace } from '../../src/dialects/gemini/client-face.ts';
import { geminiProviderFace } from '../../src/dialects/gemini/provider-face.ts';
import { openaiChatClientFace } from '../../src/dialects/openai-chat/client-face.ts';
import { createOpenaiChatProviderFace } from '../../src/dialects/openai-chat/provider-face.ts';
import { openaiResponsesClientFace } from '../../src/dialects/openai-responses/client-face.ts';
import { openaiResponsesProviderFace } from '../../src/dialects/openai-responses/provider-face.ts';
import type { JsonValue } from '../../src/lib/json.ts';
import { openaiQuirks } from '../../src/providers/openai/openai-quirks.ts';
import { readGeminiAnswer, type AnswerMeaning } from './gemini-answer.ts';
import { isWhole, readGeminiChunks } from './gemini-chunks.ts';
import type { Meaning } from './meaning.ts';
import { readAnthropicAnswer } from './read-anthropic-answer.ts';
import { readAnthropicMeaning } from './read-anthropic-meaning.ts';
import { readGeminiMeaning } from './read-gemini-meaning.ts';
import { readOpenaiAnswer } from './read-openai-answer.ts';
import { readOpenaiMeaning } from './read-openai-meaning.ts';
import { readResponsesAnswer } from './read-responses-answer.ts';
import { readResponsesMeaning } from './read-responses-meaning.ts';

export type ProtocolName = 'gemini' | 'openai.chat' | 'openai.responses' | 'anthropic';

export interface Protocol {
  /** As the table of scenarios calls it. */
  readonly name: ProtocolName;
  readonly client: ClientFace;
  readonly provider: ProviderFace;
  readMeaning(request: JsonValue): Meaning;
  /** Undefined when the body is no whole answer. */
  readAnswer(body: string, stream: boolean): AnswerMeaning | undefined;
  /** An answer without the number of input tokens would be refused by its clients. */
  readonly mustCountInput: boolean;
  /** Events that end a stream, sound or broken: there is exactly one. */
  isTerminal(event: string): boolean;
}

const gemini: Protocol = {
  name: 'gemini',
  client: geminiClientFace,
  provider: geminiProviderFace,
  readMeaning: readGeminiMeaning,
  readAnswer(body) {
    const chunks = readGeminiChunks(Buffer.from(body));
    const failed = chunks?.some(({ error }) => error !== undefined) ?? true;
    return chunks === undefined || failed || !isWhole(chunks) ? undefined : readGeminiAnswer(chunks);
  },
  mustCountInput: false,
  isTerminal: (event) => /"finishReason":\s*"|"blockReason":|^\s*\{\s*"error"/u.test(event),
};

const chat: Protocol = {
  name: 'openai.chat',
  client: openaiChatClientFace,
  provider: createOpenaiChatProviderFace(openaiQuirks),
  readMeaning: readOpenaiMeaning,
  readAnswer: readOpenaiAnswer,
  mustCountInput: false,
  isTerminal: (event) => event === 'data: [DONE]',
};

const responses: Protocol = {
  name: 'openai.responses',
  client: openaiResponsesClientFace,
  provider: openaiResponsesProviderFace,
  readMeaning: readResponsesMeaning,
  readAnswer: readResponsesAnswer,
  mustCountInput: false,
  isTerminal: (event) => /^event: response\.(?:completed|incomplete|failed)$/mu.test(event),
};

const anthropic: Protocol = {
  name: 'anthropic',
  client: anthropicMessagesClientFace,
  provider: anthropicMessagesProviderFace,
  readMeaning: readAnthropicMeaning,
  readAnswer: readAnthropicAnswer,
  mustCountInput: true,
  isTerminal: (event) => /^event: (?:message_stop|error)$/mu.test(event),
};

/** Each once. */
export const PROTOCOLS: readonly Protocol[] = [chat, responses, anthropic, gemini];

/** Which protocol the exchanges of a family speak. */
export const FAMILY_PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'openai.chat': chat,
  'openai.chat.stream': chat,
  'compat.chat': chat,
  'compat.chat.stream': chat,
  'gemini.openai-compat': chat,
  'openai.responses': responses,
  'openai.responses.stream': responses,
  'anthropic.messages': anthropic,
  'anthropic.messages.stream': anthropic,
  'gemini.generateContent': gemini,
  'gemini.streamGenerateContent': gemini,
  'vertex.generateContent': gemini,
  'vertex.streamGenerateContent': gemini,
};

/** The protocol of an answer that came alone: its family may say that it was streamed, and name the host. */
export function protocolOf(family: string): Protocol | undefined {
  const bare = family.replace(/\.stream$/u, '');
  if (/^azure$|\.responses$/u.test(bare)) return responses;
  return FAMILY_PROTOCOLS[bare];
}
