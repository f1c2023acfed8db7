import { describe, expect, it } from 'vitest';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderGeminiRequest } from './render-request.ts';
import { makeContext, makeRequest } from './request.fixture.ts';

function render(fields: Partial<CanonRequest>, model?: string, context = makeContext(model)): JsonObject {
  return renderGeminiRequest(makeRequest(fields), context);
}

const system = (...texts: string[]) => texts.map((text) => ({ type: 'text', text }) as const);

describe('system instructions', () => {
  it('are merged in order, empty ones left out', () => {
    expect(render({ system: system('one', '', 'two') })['systemInstruction']).toEqual({
      parts: [{ text: 'one' }, { text: 'two' }],
    });
  });

  it('lose the line that differs in every conversation and would spoil the prompt cache', () => {
    const instructions = system('x-anthropic-billing-header: cc_version=1', 'You help.');
    expect(render({ system: instructions })['systemInstruction']).toEqual({ parts: [{ text: 'You help.' }] });
  });

  it('are left out when there are none', () => {
    expect(render({ system: system('') })).not.toHaveProperty('systemInstruction');
  });

  it('become user text for models without them', () => {
    const body = render({ system: system('Be brief.') }, 'gemma-3-27b-it');
    expect(body).not.toHaveProperty('systemInstruction');
    expect(body['contents']).toEqual([{ role: 'user', parts: [{ text: 'Be brief.' }, { text: 'hi' }] }]);
  });
});

describe('a request', () => {
  it('that sets nothing sends nothing but its contents', () => {
    expect(render({})).toEqual({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] });
  });

  it('keeps the fields that only this dialect has', () => {
    const safetySettings = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }];
    const gemini = { safetySettings, generationConfig: { speechConfig: { a: 1 } }, unknown: 1 };
    expect(render({ extras: { gemini } })).toMatchObject({
      safetySettings,
      generationConfig: { speechConfig: { a: 1 } },
    });
    expect(render({ extras: { gemini } })).not.toHaveProperty('unknown');
  });

  it('on cached content does not repeat what the cache holds', () => {
    const body = render({
      system: system('s'),
      tools: [{ type: 'function', name: 'f' }],
      toolChoice: { type: 'auto' },
      extras: { gemini: { cachedContent: 'cachedContents/1' } },
    });
    expect(Object.keys(body)).toEqual(['contents', 'cachedContent']);
  });

  it('injects no safety settings of its own', () => expect(render({})).not.toHaveProperty('safetySettings'));
});

function config(fields: Partial<CanonRequest>, model?: string, context = makeContext(model)): unknown {
  return render(fields, model, context)['generationConfig'];
}

describe('generation config', () => {
  it('carries sampling only where the caller set it', () => {
    expect(config({ sampling: { temperature: 0, topP: 0.5, topK: 3, seed: 7 } })).toEqual({
      temperature: 0,
      topP: 0.5,
      topK: 3,
      seed: 7,
    });
    expect(config({ sampling: {} })).toBeUndefined();
  });

  it('keeps a seed within 32 bits', () => {
    expect(config({ sampling: { seed: 2 ** 31 + 5 } })).toEqual({ seed: 5 });
  });

  it('sends penalties only to models that take them', () => {
    const sampling = { presencePenalty: 0.5, frequencyPenalty: 0.1 };
    expect(config({ sampling }, 'gemini-2.0-flash')).toEqual(sampling);
    const context = makeContext();
    expect(config({ sampling }, undefined, context)).toBeUndefined();
    expect([...context.loss.items]).toEqual(['presence_penalty', 'frequency_penalty']);
  });

  it('asks for token probabilities in Google’s two fields', () => {
    expect(config({ sampling: { topLogprobs: 0 } })).toEqual({ responseLogprobs: true });
    expect(config({ sampling: { topLogprobs: 50 } })).toEqual({ responseLogprobs: true, logprobs: 20 });
  });

  it.each([
    ['gemini-2.0-flash', {}, 3],
    ['gemini-2.5-flash', { reasoning: { effort: 'none' } }, 3],
    ['gemini-2.5-flash', {}, undefined],
    ['gemini-3.8-flash', {}, undefined],
    ['gemini-2.0-flash', { stream: true }, undefined],
  ] as const)(
    'asks %s with %j for 3 candidates only where that is no 400',
    (model, fields, candidateCount) => {
      const context = makeContext(model);
      const sent = config({ sampling: { candidateCount: 3 }, ...fields }, model, context);
      expect((sent as JsonObject | undefined)?.['candidateCount']).toBe(candidateCount);
      expect(context.loss.items.has('n')).toBe(candidateCount === undefined);
      expect(config({ sampling: { candidateCount: 1 } }, model)).toBeUndefined();
    },
  );

  it('sends at most five stop sequences and no empty one', () => {
    const context = makeContext();
    expect(config({ stop: ['', 'a', 'b', 'c', 'd', 'e', 'f'] }, undefined, context)).toEqual({
      stopSequences: ['a', 'b', 'c', 'd', 'e'],
    });
    expect([...context.loss.items]).toEqual(['stop']);
    expect(config({ stop: [''] })).toBeUndefined();
  });

  it('clamps the ceiling to what the model can give', () => {
    const context = makeContext(undefined, { outputTokenLimit: 8192 });
    expect(config({ maxOutputTokens: 64_000 }, undefined, context)).toEqual({ maxOutputTokens: 8192 });
    expect(config({ maxOutputTokens: 1 })).toEqual({ maxOutputTokens: 1 });
  });

  it('names modalities only when text alone is not what is wanted', () => {
    expect(config({ outputModalities: ['text', 'image'] })).toEqual({
      responseModalities: ['TEXT', 'IMAGE'],
    });
    expect(config({ outputModalities: ['text'] })).toBeUndefined();
  });
});

describe('response format', () => {
  const schema = {
    $schema: 'x',
    type: 'object',
    properties: { a: { type: 'string' } },
    additionalProperties: false,
  };

  it('json asks for the type alone', () => {
    expect(config({ responseFormat: { type: 'json' } })).toEqual({ responseMimeType: 'application/json' });
  });

  it('a schema keeps its additionalProperties', () => {
    expect(config({ responseFormat: { type: 'json-schema', schema } })).toEqual({
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        properties: { a: { type: 'string' } },
        additionalProperties: false,
      },
    });
  });

  it('a choice of words is an enum answer', () => {
    const words = { type: 'string', enum: ['yes', 'no'] };
    expect(config({ responseFormat: { type: 'json-schema', schema: words } })).toMatchObject({
      responseMimeType: 'text/x.enum',
    });
  });

  it('beside functions is left out and named on 2.x, which refuses both together', () => {
    const fields = { responseFormat: { type: 'json' }, tools: [{ type: 'function', name: 'f' }] } as const;
    const context = makeContext('gemini-2.5-flash');
    expect(config(fields, 'gemini-2.5-flash', context)).toBeUndefined();
    expect([...context.loss.items]).toEqual(['response_format']);
    expect(config(fields)).toEqual({ responseMimeType: 'application/json' });
  });
});

type Wish = NonNullable<CanonRequest['reasoning']>;

const thinking: [model: string, wish: Wish, config: JsonObject | undefined][] = [
  ['gemini-2.5-flash', { effort: 'none', includeSummary: true }, { thinkingBudget: 0 }],
  ['gemini-2.5-flash', { effort: 'minimal' }, { thinkingBudget: 512 }],
  ['gemini-2.5-flash', { effort: 'low' }, { thinkingBudget: 1024 }],
  ['gemini-2.5-flash', { effort: 'medium' }, { thinkingBudget: 8192 }],
  ['gemini-2.5-flash', { effort: 'high' }, { thinkingBudget: 24_576 }],
  ['gemini-2.5-flash', { effort: 'max' }, { thinkingBudget: 24_576 }],
  [
    'gemini-2.5-flash',
    { budgetTokens: 50_000, includeSummary: true },
    { thinkingBudget: 24_576, includeThoughts: true },
  ],
  ['gemini-2.5-flash', { budgetTokens: -1 }, { thinkingBudget: -1 }],
  ['gemini-2.5-flash-lite', { budgetTokens: 100 }, { thinkingBudget: 512 }],
  ['models/gemini-2.5-pro', { effort: 'none' }, { thinkingBudget: 128 }],
  ['gemini-2.5-pro', { effort: 'xhigh' }, { thinkingBudget: 32_768 }],
  ['gemini-3-pro-preview', { effort: 'minimal' }, { thinkingLevel: 'LOW' }],
  ['gemini-3-pro-preview', { effort: 'medium' }, { thinkingLevel: 'HIGH' }],
  ['gemini-3.1-pro-preview', { effort: 'medium' }, { thinkingLevel: 'MEDIUM' }],
  ['gemini-3-pro-preview', { effort: 'max' }, { thinkingLevel: 'HIGH' }],
  [
    'gemini-3.8-flash',
    { effort: 'minimal', includeSummary: true },
    { thinkingLevel: 'MINIMAL', includeThoughts: true },
  ],
  ['gemini-3.8-flash', { effort: 'none', includeSummary: true }, { thinkingLevel: 'MINIMAL' }],
  ['gemini-3.8-flash', { effort: 'low', budgetTokens: 20_000 }, { thinkingLevel: 'LOW' }],
  ['gemini-3.8-flash', { budgetTokens: 20_000 }, { thinkingLevel: 'HIGH' }],
  ['gemini-3.8-flash', { budgetTokens: -1 }, undefined],
  ['gemini-3.8-flash', { includeSummary: true }, { includeThoughts: true }],
  ['gemini-4-argon', { effort: 'medium' }, { thinkingLevel: 'HIGH' }],
  ['gemini-3.1-flash-image', { effort: 'high', includeSummary: true }, undefined],
  ['gemini-3.8-flash-lite-tts', { includeSummary: true }, undefined],
  ['gemini-2.5-flash-preview-tts', { effort: 'low' }, undefined],
  ['gemini-2.0-flash', { effort: 'high' }, undefined],
  ['gemini-embedding-001', { effort: 'high' }, undefined],
];

describe('reasoning', () => {
  it.each(thinking)('on %s, %j becomes %j: never budget and level together', (model, reasoning, expected) => {
    expect(config({ reasoning }, model)).toEqual(expected && { thinkingConfig: expected });
  });

  it('that cannot be switched off, or does not exist, is named', () => {
    for (const [model, reasoning, what] of [
      ['gemini-3.8-flash', { effort: 'none' }, 'reasoning.none'],
      ['gemini-2.5-pro', { budgetTokens: 0 }, 'reasoning.none'],
      ['gemini-2.0-flash', { effort: 'low' }, 'reasoning'],
    ] as const) {
      const context = makeContext(model);
      config({ reasoning }, model, context);
      expect([...context.loss.items]).toEqual([what]);
    }
  });
});
