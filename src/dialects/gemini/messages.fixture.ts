// Short ways to write a conversation, and its contents as rendered, for this folder's tests.

import type { ContentPart, MediaPart, ToolResultPart } from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { renderGeminiRequest } from './render-request.ts';
import { makeContext, makeRequest } from './request.fixture.ts';

export const text = (value: string): ContentPart => ({ type: 'text', text: value });
export const user = (...parts: ContentPart[]): Message => ({ role: 'user', parts });
export const model = (...parts: ContentPart[]): Message => ({ role: 'assistant', parts });
export const call = (id: string, more: Partial<ContentPart> = {}): ContentPart =>
  ({
    type: 'tool-call',
    id,
    idFromModel: true,
    name: `tool_${id}`,
    argumentsJson: '{"a":1}',
    ...more,
  }) as ContentPart;
export const result = (callId: string, value: string, more: Partial<ToolResultPart> = {}): ContentPart => ({
  type: 'tool-result',
  callId,
  parts: [{ type: 'text', text: value }],
  isError: false,
  ...more,
});
export const image: MediaPart = {
  type: 'media',
  kind: 'image',
  mimeType: 'image/png',
  source: { type: 'inline', data: 'AAAA' },
};
export const own = (value: string) => ({ signature: { vendor: 'gemini', value } }) as const;

export function renderContents(
  messages: Message[],
  context: RenderRequestContext = makeContext(),
): JsonObject[] {
  return renderGeminiRequest(makeRequest({ messages }), context)['contents'] as JsonObject[];
}
