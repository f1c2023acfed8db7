// What this dialect renders it understands as it was meant.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContentPart } from '../../canon/content.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderRequest } from './render-request.ts';
import { parse, requestContext } from './request.fixture.ts';

const bare: CanonRequest = {
  model: 'm',
  system: [],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
  tools: [],
  sampling: {},
  stop: [],
  stream: false,
  includeUsage: true,
};

describe('its own requests', () => {
  const bodies: Readonly<Record<string, JsonObject>> = {
    'a free-text tool': {
      tools: [{ type: 'custom', name: 'p', format: { type: 'grammar', syntax: 'regex', definition: 'a+' } }],
      tool_choice: { type: 'custom', name: 'p' },
      input: [
        { role: 'user', content: 'hi' },
        { type: 'custom_tool_call', call_id: 'c', name: 'p', input: 'aa' },
        { type: 'custom_tool_call_output', call_id: 'c', output: 'ok' },
      ],
    },
    'a namespace': {
      tools: [
        {
          type: 'namespace',
          name: 'ns',
          description: 'ns',
          tools: [{ type: 'function', name: 'g', parameters: {}, strict: true }],
        },
      ],
      tool_choice: {
        type: 'allowed_tools',
        mode: 'auto',
        tools: [{ type: 'function', name: 'g', namespace: 'ns' }],
      },
      input: [{ type: 'function_call', call_id: 'c', name: 'g', namespace: 'ns', arguments: '{}' }],
    },
    'hosted tools and their items': {
      tools: [
        { type: 'web_search', search_context_size: 'high' },
        { type: 'code_interpreter', container: { type: 'auto' } },
      ],
      input: [
        { type: 'web_search_call', id: 'ws', status: 'completed', action: { type: 'search', query: 'q' } },
        {
          type: 'code_interpreter_call',
          id: 'ci',
          status: 'completed',
          container_id: 'k',
          code: '1',
          outputs: [{ type: 'logs', logs: '1' }],
        },
      ],
    },
    'fields that only OpenAI knows': {
      metadata: { a: 'b' },
      service_tier: 'flex',
      truncation: 'auto',
      prompt_cache_key: 'k',
      safety_identifier: 'u',
    },
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`say the same after a round through the canon: ${name}`, () => {
      const sent = renderRequest(parse(body).request, requestContext());
      const { input: _input, ...fields } = body;
      expect(sent).toMatchObject(fields);
      const typed = (sent['input'] as JsonObject[]).filter((item) => item['type'] !== 'message');
      const wanted = Array.isArray(body['input']) ? body['input'] : [];
      expect(typed).toEqual(wanted.filter((item) => (item as JsonObject)['role'] === undefined));
    });
  }

  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/u);
  const text = fc
    .string({ minLength: 1, maxLength: 20 })
    .map((value): ContentPart => ({ type: 'text', text: value }));
  const thought = fc.tuple(fc.string({ maxLength: 9 }), word).map(([value, proof]): ContentPart => {
    return { type: 'reasoning', text: value, signature: { vendor: 'openai', value: proof } };
  });
  const call = fc.tuple(word, fc.dictionary(word, fc.oneof(fc.integer(), word)));
  const turn = fc.record({
    user: text,
    said: fc.array(fc.oneof(text, thought), { maxLength: 3 }),
    calls: fc.array(call, { maxLength: 3 }),
  });

  it('are understood as they were meant', () => {
    fc.assert(
      fc.property(
        fc.array(turn, { minLength: 1, maxLength: 4 }),
        fc.array(word, { maxLength: 2 }),
        (turns, system) => {
          const request = {
            ...bare,
            system: system.map((value) => ({ type: 'text', text: value }) as const),
            messages: turns.flatMap(({ user, said, calls }, at) => messagesOf(user, said, calls, at)),
            tools: [
              {
                type: 'function',
                name: 'f',
                description: 'd',
                parameters: { type: 'object' },
                strict: true,
              } as const,
            ],
            toolChoice: { type: 'required', names: ['f'] } as const,
          };
          const { request: back, lost } = parse(renderRequest(request, requestContext()));
          expect(lost).toEqual([]);
          expect(back.system).toEqual(request.system);
          expect(back.messages).toEqual(request.messages);
          expect(back.tools).toEqual(request.tools);
          expect(back.toolChoice).toEqual(request.toolChoice);
        },
      ),
      { numRuns: 100 },
    );
  });
});

function messagesOf(
  user: ContentPart,
  said: readonly ContentPart[],
  calls: readonly (readonly [string, unknown])[],
  at: number,
): CanonRequest['messages'] {
  const made = calls.map(([name, args], index): ContentPart => {
    return {
      type: 'tool-call',
      id: `c${at}_${index}`,
      idFromModel: true,
      name,
      argumentsJson: JSON.stringify(args),
    };
  });
  const results = calls.map(([name], index): ContentPart => {
    return {
      type: 'tool-result',
      callId: `c${at}_${index}`,
      name,
      parts: [{ type: 'text', text: name }],
      isError: false,
    };
  });
  return [
    { role: 'user', parts: [user] },
    ...(said.length + made.length > 0 ? [{ role: 'assistant' as const, parts: [...said, ...made] }] : []),
    ...(results.length > 0 ? [{ role: 'user' as const, parts: results }] : []),
  ];
}
