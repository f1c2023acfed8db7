import { describe, expect, it } from 'vitest';
import type { ContentPart } from './content.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { CanonRequest } from './request.ts';

function request(parts: readonly ContentPart[], more: Partial<CanonRequest> = {}): CanonRequest {
  return {
    model: 'm',
    system: [],
    messages: [{ role: 'user', parts }],
    tools: [],
    sampling: {},
    stop: [],
    stream: false,
    includeUsage: false,
    ...more,
  };
}

const image: ContentPart = {
  type: 'media',
  kind: 'image',
  source: { type: 'inline', data: 'A'.repeat(100_000) },
};
const empty = estimateTokens(request([]));

describe('the estimate of a prompt', () => {
  it.each<readonly [string, readonly ContentPart[], number]>([
    ['four bytes of text', [{ type: 'text', text: 'abcd' }], 1],
    ['bytes, not characters', [{ type: 'text', text: '日本語の' }], 3],
    ['a part of a token', [{ type: 'text', text: 'abcde' }], 2],
    ['an image, whatever its bytes', [image], 258],
    [
      'a tool call',
      [{ type: 'tool-call', id: 'x', idFromModel: true, name: 'abcd', argumentsJson: '{"a":10}' }],
      3,
    ],
    [
      'a tool result with an image',
      [
        {
          type: 'tool-result',
          callId: 'x',
          isError: false,
          parts: [{ type: 'text', text: 'abcd' }, image],
        },
      ],
      259,
    ],
    ['reasoning', [{ type: 'reasoning', text: 'abcd' }], 1],
    ['a search', [{ type: 'server-tool', phase: 'call', id: 'x', name: 'web_search', data: 'ab' }], 1],
  ])('counts %s', (_name, parts, tokens) => {
    expect(estimateTokens(request(parts)) - empty).toBe(tokens);
  });

  it('counts instructions, tools with their schemas, and the schema of the answer', () => {
    const text = 'x'.repeat(400);
    const schema = { type: 'object', description: text };
    for (const more of [
      { system: [{ type: 'text' as const, text }] },
      { tools: [{ type: 'function' as const, name: 'f', parameters: schema }] },
      { tools: [{ type: 'server' as const, name: 'web_search', options: { text } }] },
      { responseFormat: { type: 'json-schema' as const, schema } },
    ]) {
      expect(estimateTokens(request([], more))).toBeGreaterThanOrEqual(empty + 100);
    }
  });

  it('is at least one and the same for the same request', () => {
    expect(estimateTokens(request([], { messages: [] }))).toBe(1);
    const some = request([{ type: 'text', text: 'Hello there' }, image]);
    expect(estimateTokens(some)).toBe(estimateTokens(some));
  });
});
