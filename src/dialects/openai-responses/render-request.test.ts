// What a provider is sent, and that this dialect understands itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
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

interface Rendered {
  readonly body: JsonObject;
  readonly lost: readonly string[];
}

function render(request: Partial<CanonRequest>, model = 'gpt-5.2', outputTokenLimit?: number): Rendered {
  const loss = createLoss();
  const body = renderRequest({ ...bare, ...request }, requestContext({ loss, model, outputTokenLimit }));
  return { body, lost: [...loss.items].toSorted() };
}

function items(parts: readonly ContentPart[], role: 'user' | 'assistant' = 'assistant'): Rendered['body'][] {
  return render({ messages: [{ role, parts }] }).body['input'] as JsonObject[];
}

describe('the body', () => {
  it('keeps nothing at the provider and asks for the reasoning to send back', () => {
    expect(render({}).body).toEqual({
      model: 'gpt-5.2',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] }],
      include: ['reasoning.encrypted_content'],
      store: false,
      stream: false,
    });
  });

  it('asks models without reasoning for none', () => {
    const { body, lost } = render(
      { reasoning: { effort: 'high' }, sampling: { temperature: 0.3 } },
      'gpt-4.1-mini',
    );
    expect(body['include']).toBeUndefined();
    expect(body['reasoning']).toBeUndefined();
    expect(body['temperature']).toBe(0.3);
    expect(lost).toEqual(['reasoning']);
  });

  it('spares reasoning models the sampling that they refuse', () => {
    expect(render({ sampling: { temperature: 0.3, topP: 1 } })).toMatchObject({ lost: ['temperature'] });
    const unthinking = render({ sampling: { temperature: 0.3 }, reasoning: { effort: 'none' } });
    expect(unthinking.body).toMatchObject({ temperature: 0.3, reasoning: { effort: 'none' } });
    expect(render({ sampling: { temperature: 0.3 } }, 'grok-9').body['temperature']).toBe(0.3);
  });

  it('clamps the ceiling to what the model has and to what OpenAI takes', () => {
    expect(render({ maxOutputTokens: 64_000 }, 'm', 8_000).body['max_output_tokens']).toBe(8_000);
    expect(render({ maxOutputTokens: 1 }).body['max_output_tokens']).toBe(16);
  });

  it('names what it cannot say', () => {
    const { lost } = render({
      stop: ['x'],
      sampling: { topK: 3, seed: 1, presencePenalty: 1, frequencyPenalty: 1, candidateCount: 2 },
      tools: [{ type: 'server', name: 'web_fetch', options: {} }],
      outputModalities: ['audio'],
    });
    expect(lost).toEqual([
      'frequency_penalty',
      'modalities',
      'n',
      'presence_penalty',
      'seed',
      'stop',
      'tool web_fetch',
      'top_k',
    ]);
  });

  const budgets: readonly (readonly [number, string | undefined])[] = [
    [0, 'none'],
    [1024, 'low'],
    [8192, 'medium'],
    [24_576, 'high'],
    [-1, undefined],
  ];
  for (const [budgetTokens, effort] of budgets) {
    it(`turns a budget of ${budgetTokens} into the effort ${String(effort)}`, () => {
      const reasoning = render({ reasoning: { budgetTokens } }).body['reasoning'] as JsonObject | undefined;
      expect(reasoning?.['effort']).toBe(effort);
    });
  }

  it('never leaves strictness to a default that is true', () => {
    const { body } = render({ tools: [{ type: 'function', name: 'f' }] });
    expect(body['tools']).toEqual([
      { type: 'function', name: 'f', parameters: { type: 'object', properties: {} }, strict: false },
    ]);
  });

  it("offers other vendors' searches as its own", () => {
    const options = {
      max_uses: 3,
      allowed_domains: ['a.example'],
      user_location: { type: 'approximate', city: 'Bern' },
    };
    const { body, lost } = render({ tools: [{ type: 'server', name: 'web_search', options }] });
    expect(body['tools']).toEqual([
      {
        type: 'web_search',
        filters: { allowed_domains: ['a.example'] },
        user_location: { type: 'approximate', city: 'Bern' },
      },
    ]);
    expect(lost).toEqual(['web_search.max_uses']);
  });
});

describe('input items', () => {
  it('drops reasoning of other vendors and ids that OpenAI would check', () => {
    expect(
      items([
        { type: 'reasoning', text: 'a', signature: { vendor: 'gemini', value: 's' } },
        { type: 'reasoning', text: 'b' },
        { type: 'reasoning', text: 'c', signature: { vendor: 'openai', value: 'enc' } },
        { type: 'text', text: 'x' },
      ]),
    ).toEqual([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'c' }], encrypted_content: 'enc' },
      { type: 'message', role: 'assistant', content: 'x' },
    ]);
  });

  it('shortens long call ids alike on the call and on its result', () => {
    const id = 'x'.repeat(100);
    const body = render({
      messages: [
        {
          role: 'assistant',
          parts: [{ type: 'tool-call', id, idFromModel: true, name: 'f', argumentsJson: '{}' }],
        },
        { role: 'user', parts: [{ type: 'tool-result', callId: id, parts: [], isError: false }] },
      ],
    }).body['input'] as JsonObject[];
    const ids = body.map((item) => item['call_id']);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).toMatch(/^.{1,64}$/u);
  });

  it('sends media as OpenAI takes them and names the rest', () => {
    const { body, lost } = render({
      messages: [
        {
          role: 'user',
          parts: [
            {
              type: 'media',
              kind: 'image',
              mimeType: 'image/jpeg',
              source: { type: 'inline', data: 'AA' },
              detail: 'low',
            },
            {
              type: 'media',
              kind: 'document',
              mimeType: 'application/pdf',
              source: { type: 'inline', data: 'BB' },
            },
            { type: 'media', kind: 'document', source: { type: 'url', url: 'https://a.example/x.pdf' } },
            { type: 'media', kind: 'image', source: { type: 'file', fileId: 'files/gemini' } },
            { type: 'media', kind: 'audio', source: { type: 'inline', data: 'CC' } },
          ],
        },
      ],
    });
    const [message] = body['input'] as JsonObject[];
    expect(message?.['content']).toEqual([
      { type: 'input_image', detail: 'low', image_url: 'data:image/jpeg;base64,AA' },
      { type: 'input_file', filename: 'file.pdf', file_data: 'data:application/pdf;base64,BB' },
      { type: 'input_file', file_url: 'https://a.example/x.pdf' },
    ]);
    expect(lost).toEqual(['audio', 'file_id']);
  });
});

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
