import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseEmbeddings, renderEmbeddings } from './embeddings.ts';

const base = { model: 'text-embedding-3-small', input: 'hi' };

describe('parse embedding request', () => {
  const cases: readonly (readonly [string, JsonObject, JsonObject])[] = [
    ['one text', {}, { request: { model: base.model, inputs: ['hi'] }, encoding: 'float' }],
    [
      'several texts in order',
      { input: ['b', 'a'] },
      { request: { model: base.model, inputs: ['b', 'a'] }, encoding: 'float' },
    ],
    [
      'dimensions',
      { dimensions: 256 },
      { request: { model: base.model, inputs: ['hi'], dimensions: 256 }, encoding: 'float' },
    ],
    [
      'base64, which the SDKs ask for',
      { encoding_format: 'base64' },
      { request: { model: base.model, inputs: ['hi'] }, encoding: 'base64' },
    ],
    [
      'null as unset',
      { dimensions: null, encoding_format: null, user: null },
      { request: { model: base.model, inputs: ['hi'] }, encoding: 'float' },
    ],
  ];
  for (const [name, fields, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(JSON.parse(JSON.stringify(parseEmbeddings({ ...base, ...fields }, createLoss())))).toEqual(
        expected,
      );
    });
  }

  const refused: readonly (readonly [string, JsonObject, string])[] = [
    ['no input', { input: null }, 'input'],
    ['no texts', { input: [] }, 'input'],
    ['an empty text', { input: '' }, 'input'],
    ['an empty text among others', { input: ['a', ''] }, 'input[1]'],
    ['an object', { input: { text: 'hi' } }, 'input'],
    ['token numbers', { input: [1, 2, 3] }, 'input'],
    ['lists of token numbers', { input: [[1, 2], [3]] }, 'input'],
    ['too many texts', { input: Array.from({ length: 2049 }, () => 'a') }, 'input'],
    ['no dimensions', { dimensions: 0 }, 'dimensions'],
    ['another encoding', { encoding_format: 'int8' }, 'encoding_format'],
  ];
  for (const [name, fields, param] of refused) {
    it(`refuses ${name} by the name of ${param}`, () => {
      let thrown: unknown;
      try {
        parseEmbeddings({ ...base, ...fields }, createLoss());
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(GatewayError);
      expect(thrown).toMatchObject({ code: 'invalid_request', options: { param } });
    });
  }

  it('says what to send instead of token numbers', () => {
    expect(() => parseEmbeddings({ ...base, input: [1] }, createLoss())).toThrow('send the text itself');
  });

  it('names what it cannot carry', () => {
    const loss = createLoss();
    parseEmbeddings({ ...base, input_type: 'query', user: 'u' }, loss);
    expect([...loss.items]).toEqual(['input_type']);
  });
});

describe('render embedding answer', () => {
  const answer = { model: 'm', vectors: [[0.5, -2], [1]], usage: { inputTokens: 7, estimated: true } };

  it('gives numbers', () => {
    expect(renderEmbeddings(answer, 'float')).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [0.5, -2] },
        { object: 'embedding', index: 1, embedding: [1] },
      ],
      model: 'm',
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
  });

  it('gives base64 of little-endian 32-bit floats', () => {
    expect(renderEmbeddings(answer, 'base64')['data']).toEqual([
      { object: 'embedding', index: 0, embedding: Buffer.from('0000003f000000c0', 'hex').toString('base64') },
      { object: 'embedding', index: 1, embedding: Buffer.from('0000803f', 'hex').toString('base64') },
    ]);
  });

  it('counts nothing as 0 where the provider did not count', () => {
    expect(renderEmbeddings({ model: 'm', vectors: [] }, 'float')['usage']).toEqual({
      prompt_tokens: 0,
      total_tokens: 0,
    });
  });
});
