// What a provider is sent, and what is named as lost.

import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { ContentPart } from '../../canon/content.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderRequest } from './render-request.ts';
import { requestContext } from './request.fixture.ts';

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

  it('tells users apart by ids that are no longer than OpenAI takes', () => {
    expect(render({ userId: 'u'.repeat(64) }).body['safety_identifier']).toBe('u'.repeat(64));
    const long = render({ userId: 'u'.repeat(65) }).body['safety_identifier'];
    expect(long).toMatch(/^[0-9a-f]{64}$/u);
    expect(render({ userId: `${'u'.repeat(64)}v` }).body['safety_identifier']).not.toBe(long);
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
      'tools[web_fetch]',
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
    expect(lost).toEqual(['tools[web_search].max_uses']);
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
