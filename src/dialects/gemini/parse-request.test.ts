import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parse } from './client-request.fixture.ts';

function refusal(fields: JsonObject): GatewayError {
  try {
    parse(fields);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('expected a GatewayError');
}

describe('a generateContent body', () => {
  it('says nothing that the caller did not', () => {
    const { request, loss } = parse({});
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      model: 'gemini-3.8-flash',
      system: [],
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
      tools: [],
      sampling: {},
      stop: [],
      stream: false,
      includeUsage: true,
    });
    expect(loss).toEqual([]);
  });

  it('takes the model and the wish for a stream from where the door puts them', () => {
    expect(parse({ stream: true }).request.stream).toBe(true);
    expect(refusal({ model: null }).code).toBe('missing_model');
  });

  it('is as lenient as Google: nulls, one object for a list, snake_case, lower-case enums, figures in quotes', () => {
    const { request, loss } = parse({
      system_instruction: { parts: { text: 'Be brief.' } },
      contents: { parts: { inline_data: { mime_type: 'image/png', data: 'AAAA' } } },
      tools: {
        function_declarations: {
          name: 'a',
          parameters: { type: 'OBJECT', properties: { n: { type: 'integer', max_items: '3' } } },
        },
      },
      tool_config: { function_calling_config: { mode: 'any', allowed_function_names: 'a' } },
      generation_config: {
        max_output_tokens: '100',
        stop_sequences: 'END',
        thinking_config: { thinking_level: 'low', include_thoughts: true },
        response_modalities: ['text'],
        seed: null,
      },
      safety_settings: null,
    });
    expect(loss).toEqual([]);
    expect(request).toMatchObject({
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'media', kind: 'image', mimeType: 'image/png', source: { type: 'inline', data: 'AAAA' } },
          ],
        },
      ],
      tools: [
        {
          type: 'function',
          name: 'a',
          parameters: { type: 'object', properties: { n: { type: 'integer', maxItems: 3 } } },
        },
      ],
      toolChoice: { type: 'required', names: ['a'] },
      maxOutputTokens: 100,
      stop: ['END'],
      reasoning: { effort: 'low', includeSummary: true },
      outputModalities: ['text'],
    });
  });

  it.each<[string, JsonValue]>([
    ['a string', 'Be brief.'],
    ['a content', { role: 'system', parts: [{ text: 'Be brief.' }] }],
    ['a part', { text: 'Be brief.' }],
  ])('takes instructions as %s', (_name, systemInstruction) => {
    expect(parse({ systemInstruction }).request.system).toEqual([{ type: 'text', text: 'Be brief.' }]);
  });

  it('keeps what only Google knows, and names what may be lost', () => {
    const { request, loss } = parse({
      safetySettings: [{ category: 'x' }],
      cachedContent: 'cachedContents/1',
      labels: { team: 'a' },
      fieldOfNextYear: 1,
      generationConfig: { speechConfig: { voice: 'Kore' }, enableEnhancedCivicAnswers: true },
    });
    expect(request.extras?.gemini).toEqual({
      safetySettings: [{ category: 'x' }],
      cachedContent: 'cachedContents/1',
      labels: { team: 'a' },
      fieldOfNextYear: 1,
      generationConfig: { speechConfig: { voice: 'Kore' }, enableEnhancedCivicAnswers: true },
    });
    expect(loss.toSorted()).toEqual([
      'cachedContent',
      'fieldOfNextYear',
      'generationConfig.enableEnhancedCivicAnswers',
      'generationConfig.speechConfig',
      'safetySettings',
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['no contents', { contents: [] }, 'contents'],
    ['a part that is no object', { contents: [{ parts: [7] }] }, 'contents[0].parts[0]'],
    ['a role unknown', { contents: [{ role: 'judge', parts: [{ text: 'a' }] }] }, 'contents[0].role'],
    ['a text that is none', { contents: [{ parts: [{ text: {} }] }] }, 'contents[0].parts[0].text'],
    [
      'a function without a name',
      { tools: [{ functionDeclarations: [{}] }] },
      'tools[0].functionDeclarations[0].name',
    ],
    [
      'a temperature that is none',
      { generationConfig: { temperature: 'hot' } },
      'generationConfig.temperature',
    ],
    [
      'a ceiling below zero',
      { generationConfig: { maxOutputTokens: -1 } },
      'generationConfig.maxOutputTokens',
    ],
    [
      'a mode unknown',
      { toolConfig: { functionCallingConfig: { mode: 'maybe' } } },
      'toolConfig.functionCallingConfig.mode',
    ],
  ])('names the field: %s', (_name, fields, param) => {
    expect(refusal(fields)).toMatchObject({ code: 'invalid_request', options: { param } });
  });

  it('takes a prompt of empty texts, as Google does', () => {
    expect(parse({ contents: [{ parts: [{ text: '' }] }] }).request.messages).toHaveLength(1);
  });
});

describe('generationConfig', () => {
  it.each<[string, JsonObject, object]>([
    [
      'sampling',
      {
        temperature: 0.1,
        topP: 0.2,
        topK: 3,
        seed: 4,
        presencePenalty: 0.5,
        frequencyPenalty: 0.6,
        candidateCount: 2,
      },
      {
        sampling: {
          temperature: 0.1,
          topP: 0.2,
          topK: 3,
          seed: 4,
          presencePenalty: 0.5,
          frequencyPenalty: 0.6,
          candidateCount: 2,
        },
      },
    ],
    ['logprobs', { responseLogprobs: true, logprobs: 5 }, { sampling: { topLogprobs: 5 } }],
    ['logprobs of the chosen tokens alone', { responseLogprobs: true }, { sampling: { topLogprobs: 0 } }],
    ['logprobs not asked for', { logprobs: 5 }, { sampling: { topLogprobs: undefined } }],
    ['a budget', { thinkingConfig: { thinkingBudget: 0 } }, { reasoning: { budgetTokens: 0 } }],
    ['JSON', { responseMimeType: 'application/json' }, { responseFormat: { type: 'json' } }],
    ['plain text', { responseMimeType: 'text/plain' }, { responseFormat: undefined }],
    [
      "Google's schema",
      { responseMimeType: 'application/json', responseSchema: { type: 'STRING', nullable: true } },
      { responseFormat: { type: 'json-schema', schema: { type: ['string', 'null'] } } },
    ],
    [
      'JSON Schema',
      { responseMimeType: 'application/json', responseJsonSchema: { type: 'string', maxLength: 3 } },
      { responseFormat: { type: 'json-schema', schema: { type: 'string', maxLength: 3 } } },
    ],
    [
      'the newer format',
      { responseFormat: { text: { mimeType: 'application/json', schema: { type: 'object' } } } },
      { responseFormat: { type: 'json-schema', schema: { type: 'object' } } },
    ],
    [
      'one of some words',
      { responseMimeType: 'text/x.enum', responseSchema: { type: 'STRING', enum: ['a'] } },
      { responseFormat: { schema: { type: 'string', enum: ['a'] } } },
    ],
    ['modalities', { responseModalities: ['TEXT', 'IMAGE'] }, { outputModalities: ['text', 'image'] }],
  ])('%s', (_name, generationConfig, expected) => {
    const { request, loss } = parse({ generationConfig });
    expect(request).toMatchObject(expected);
    expect(loss).toEqual([]);
  });
});
